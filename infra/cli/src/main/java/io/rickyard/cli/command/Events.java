package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.sse.ServerSentEvent;
import io.rickyard.cli.terminal.Colour;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What happens, as it happens. */
@Command(
    name = "events",
    description =
        "Print what happens to tasks and projects, as it happens; with --json a line each.")
public final class Events implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Invocation invocation;

  @Option(names = "--org", paramLabel = "ORG", description = "Only of this organization.")
  private @Nullable String organization;

  @Option(names = "--project", paramLabel = "PROJECT", description = "Only of this project.")
  private @Nullable String project;

  @Option(names = "--task", paramLabel = "TASK", description = "Only of this task.")
  private @Nullable String task;

  @Option(names = "--since", paramLabel = "ID", description = "Go on after this event's id.")
  private @Nullable String since;

  /** A command that works with this invocation. */
  public Events(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var directory = new Directory(invocation);
    var path =
        Path.of("/v1/events")
            .query(
                "organization", organization == null ? null : directory.organization(organization))
            .query("project", project == null ? null : directory.project(project))
            .query("task", task);
    try (var stream = invocation.client().stream(path, since)) {
      stream.tell(broken ->
          invocation.err().out().println(broken == null ? "connected" : "reconnecting: " + broken));
      for (var event = stream.next(); event != null; event = stream.next()) {
        if (!event.data().isEmpty()) {
          print(event);
        }
      }
    }
    return ExitCode.OK.number();
  }

  private void print(ServerSentEvent event) {
    var data = parsed(event.data());
    if (invocation.json()) {
      var line = RickyardClient.object();
      line.put("id", event.id()).put("event", event.name()).set("data", data);
      invocation.print(line.toString());
      return;
    }
    switch (event.name()) {
      case "task" -> task(data.path("task"));
      case "stack" -> stack(data.path("stack"));
      case "snapshot" ->
          invocation.remark(
              "following; "
                  + data.path("stacks").size()
                  + " stacks, "
                  + data.path("tasks").size()
                  + (data.path("more").asBoolean() ? " tasks and more so far" : " tasks so far"));
      default -> words(event.name(), event.data()); // reset, lagging, or a newer installation's
    }
  }

  private void task(JsonNode task) {
    var progress = task.path("progress");
    var total = progress.path("total").asInt();
    words(
        "task",
        text(task, "id"),
        text(task, "type"),
        painted(text(task, "state")),
        total > 0 ? progress.path("completed").asInt() + "/" + total : "",
        text(progress, "step"),
        text(task.path("error"), "message"));
  }

  private void stack(JsonNode stack) {
    words("stack", text(stack, "project"), painted(text(stack, "status")), text(stack, "reason"));
  }

  private String painted(String state) {
    return invocation.out().paint(Colour.ofState(state), state);
  }

  private void words(String... words) {
    var said = Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    invocation.print(invocation.out().paint(Colour.FAINT, time()) + " " + said);
  }

  private String time() {
    return TIME.format(invocation.now().atZone(ZoneId.systemDefault()));
  }

  private static JsonNode parsed(String data) {
    try {
      return RickyardClient.JSON.readTree(data);
    } catch (JsonProcessingException e) {
      throw new CommandRefused(
          ExitCode.FAILED, "The stream of events holds something else than JSON.", null);
    }
  }
}
