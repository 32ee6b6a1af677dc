package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Colour;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A task's log, as far as it is written or as it is being written. */
@Command(name = "logs", aliases = "log", description = "Print a task's log.")
final class TaskLogs implements Callable<Integer> {
  private static final String PAGE = "500";
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private final Invocation invocation;

  @Parameters(paramLabel = "TASK", description = "Its id.")
  private String id = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the task has ended.")
  private boolean follow;

  TaskLogs(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (follow) {
      return followed();
    }
    @Nullable String after = null;
    do {
      var page = invocation.client().get(log().query("after", after).query("limit", PAGE));
      page.path("data").forEach(this::line);
      after = page.path("next").textValue();
    } while (after != null);
    return ExitCode.OK.number();
  }

  private int followed() {
    try (var stream = invocation.client().stream(log(), null)) {
      stream.tell(
          broken -> invocation.remark(broken == null ? "connected" : "reconnecting: " + broken));
      for (var event = stream.next(); event != null; event = stream.next()) {
        var data = parsed(event.data());
        if (event.name().equals("end")) {
          var succeeded = text(data, "state").equals("succeeded");
          return (succeeded ? ExitCode.OK : ExitCode.FAILED).number();
        }
        if (event.name().equals("line")) {
          line(data);
        }
      }
    }
    return ExitCode.OK.number();
  }

  private void line(JsonNode line) {
    var out = invocation.out();
    if (invocation.json()) {
      invocation.print(line.toString());
      return;
    }
    var level = text(line, "level");
    var colour =
        switch (level) {
          case "error" -> Colour.BAD;
          case "warn" -> Colour.WARNING;
          default -> Colour.FAINT; // info, or a level of a newer installation
        };
    invocation.print(
        out.paint(Colour.FAINT, time(text(line, "at")))
            + " "
            + out.paint(colour, level)
            + " ".repeat(Math.max(1, 6 - level.length()))
            + text(line, "text"));
  }

  private static String time(String at) {
    try {
      return MILLISECONDS.format(OffsetDateTime.parse(at));
    } catch (DateTimeParseException _) {
      return at; // better shown as it came than not at all
    }
  }

  private Path log() {
    return Path.of("/v1/tasks").segment(id).segment("log");
  }

  private static JsonNode parsed(String data) {
    try {
      return RickyardClient.JSON.readTree(data.isEmpty() ? "{}" : data);
    } catch (JsonProcessingException e) {
      throw new CommandRefused(
          ExitCode.FAILED, "The log's stream holds something else than JSON.", null);
    }
  }
}
