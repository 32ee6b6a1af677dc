package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who runs the tasks. */
@Command(
    name = "workers",
    aliases = "worker",
    description = "See who runs the tasks; drain workers before they go.")
public final class Workers {
  private static final Path ALL = Path.of("/v1/workers");

  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public Workers(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "list", aliases = "ls", description = "Show all workers.")
  int list() {
    var workers = invocation.client().get(ALL);
    if (invocation.json()) {
      invocation.print(workers);
    } else {
      print(invocation, elements(workers.path("data")));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "show", description = "Show one worker.")
  int show(@Parameters(paramLabel = "WORKER", description = "Its id.") String id) {
    var worker =
        elements(invocation.client().get(ALL).path("data")).stream()
            .filter(one -> id.equals(text(one, "id")))
            .findFirst()
            .orElseThrow(
                () -> new CommandRefused(ExitCode.NOT_FOUND, "No worker is named " + id, null));
    if (invocation.json()) {
      invocation.print(worker);
    } else {
      print(invocation, List.of(worker));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "drain", description = "Let it finish what it runs and take nothing new.")
  int drain(
      @Parameters(paramLabel = "WORKER", description = "Its id.") String id,
      @Option(names = "--reason", description = "For whoever finds it drained.")
          @Nullable String reason) {
    var body = RickyardClient.object();
    if (reason != null) {
      body.put("reason", reason);
    }
    var answer = invocation.client().put(drain(id), body).body();
    return Limits.told(invocation, answer, id + " takes nothing new.");
  }

  @Command(name = "undrain", description = "Let it take tasks again.")
  int undrain(@Parameters(paramLabel = "WORKER", description = "Its id.") String id) {
    var answer = invocation.client().delete(drain(id)).body();
    return Limits.told(invocation, answer, id + " takes tasks again.");
  }

  private static Path drain(String id) {
    return ALL.segment(id).segment("drain");
  }

  static void print(Invocation invocation, List<JsonNode> workers) {
    var table =
        new Table(
            invocation.out(), "WORKER", "STATE", "RUNNING", "SLOTS", "LABELS", "SINCE", "HEARD");
    for (var worker : workers) {
      table.row(
          text(worker, "id"),
          text(worker, "state"),
          text(worker, "running"),
          text(worker, "critical_slots") + "+" + text(worker, "shared_slots"),
          worker.path("labels").isEmpty() ? "" : worker.path("labels").toString(),
          text(worker, "since"),
          text(worker, "heartbeat_at"));
    }
    table.print();
  }
}
