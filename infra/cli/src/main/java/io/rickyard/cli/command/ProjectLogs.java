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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a project's services wrote, or are writing. */
@Command(
    name = "logs",
    aliases = "log",
    description = "Print what a project's services wrote; its secrets are taken out.")
final class ProjectLogs implements Callable<Integer> {

  private final Invocation invocation;
  private final Directory directory;

  @Parameters(index = "0", paramLabel = "PROJECT", description = "Its reference or name.")
  private String named = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SERVICE",
      description = "Only of these, as 'projects show' names them.")
  private List<String> services = List.of();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until interrupted.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From this time on, or so long ago: 10m, 2h, 2026-11-20T12:00:00Z.")
  private @Nullable String since;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "So many lines at most, before it goes on (${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int lines = 200;

  ProjectLogs(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Override
  public Integer call() {
    var logs = Projects.project(directory.project(named)).segment("logs");
    var path =
        (follow ? logs.segment("stream") : logs)
            .query("service", services.isEmpty() ? null : String.join(",", services))
            .query("since", since == null ? null : span(since))
            .query("limit", Integer.toString(lines));
    if (follow) {
      return followed(path);
    }
    var page = invocation.client().get(path);
    if (invocation.json()) {
      invocation.print(page);
    } else {
      page.path("data").forEach(this::line);
    }
    return ExitCode.OK.number();
  }

  /** People write 10m, the installation reads PT10M. */
  private static String span(String since) {
    return since.matches("(?i)(\\d+h)?(\\d+m)?(\\d+s)?")
        ? "PT" + since.toUpperCase(Locale.ROOT)
        : since;
  }

  private int followed(Path path) {
    try (var stream = invocation.client().stream(path, null)) {
      for (var event = stream.next(); event != null; event = stream.next()) {
        var data = parsed(event.data());
        switch (event.name()) {
          case "line" -> line(data);
          case "away" -> invocation.remark(text(data, "message"));
          case "end" -> {
            return ExitCode.OK.number();
          }
          default -> {} // a sign of life, or news from a newer installation
        }
      }
    }
    return ExitCode.OK.number();
  }

  private void line(JsonNode line) {
    if (invocation.json()) {
      invocation.print(line.toString());
      return;
    }
    var out = invocation.out();
    var service = text(line, "service");
    invocation.print(
        out.paint(Colour.FAINT, text(line, "at"))
            + " "
            + out.paint(Colour.STRONG, service)
            + " ".repeat(Math.max(1, 10 - service.length()))
            + Dlq.plain(text(line, "text").replace('\t', ' ')));
  }

  private static JsonNode parsed(String data) {
    try {
      return RickyardClient.JSON.readTree(data.isEmpty() ? "{}" : data);
    } catch (JsonProcessingException e) {
      throw new CommandRefused(ExitCode.FAILED, "The stream holds something else than JSON.", null);
    }
  }
}
