package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What waits where, and letting it wait. */
@Command(
    name = "queues",
    aliases = "queue",
    description = "See what waits; pause and resume queues, task types and organizations.")
public final class Queues {
  private static final String SCOPE =
      "A queue (critical, normal, batch), or type:NAME or organization:SLUG.";

  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public Queues(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "list", aliases = "ls", description = "Show depth, running and oldest waiting.")
  int list() {
    var queues = invocation.client().get(Path.of("/v1/queues"));
    if (invocation.json()) {
      invocation.print(queues);
      return ExitCode.OK.number();
    }
    var table =
        new Table(invocation.out(), "QUEUE", "WAITING", "RUNNING", "OLDEST SINCE", "PAUSED");
    for (var queue : elements(queues.path("data"))) {
      table.row(
          text(queue, "name"),
          text(queue, "depth"),
          text(queue, "running"),
          text(queue, "oldest_at"),
          text(queue.path("paused"), "by"));
      for (var share : elements(queue.path("organizations"))) {
        table.row(
            "  " + text(share, "organization"),
            text(share, "depth"),
            text(share, "running"),
            text(share, "oldest_at"),
            "");
      }
    }
    table.print();
    for (var pause : elements(queues.path("pauses"))) {
      invocation.print(
          "%s is paused by %s since %s %s"
              .formatted(
                  text(pause, "scope"), text(pause, "by"), text(pause, "at"), text(pause, "reason"))
              .strip());
    }
    for (var unserved : elements(queues.path("unserved"))) {
      invocation.print(
          "%s tasks of %s wait: %s %s"
              .formatted(
                  text(unserved, "depth"),
                  text(unserved, "type"),
                  text(unserved, "reason"),
                  unserved.path("worker_labels").isEmpty() ? "" : unserved.path("worker_labels"))
              .strip());
    }
    return ExitCode.OK.number();
  }

  @Command(name = "pause", description = "Start nothing new; what runs ends, intake goes on.")
  int pause(
      @Parameters(paramLabel = "SCOPE", description = SCOPE) String scope,
      @Option(names = "--reason", description = "For whoever finds it paused.")
          @Nullable String reason) {
    var body = RickyardClient.object();
    if (reason != null) {
      body.put("reason", reason);
    }
    var answer = invocation.client().put(pauses(scope), body).body();
    return Limits.told(invocation, answer, scope(scope) + " is paused.");
  }

  @Command(name = "resume", description = "Let it go on.")
  int resume(@Parameters(paramLabel = "SCOPE", description = SCOPE) String scope) {
    var answer = invocation.client().delete(pauses(scope)).body();
    return Limits.told(invocation, answer, scope(scope) + " goes on.");
  }

  private static Path pauses(String scope) {
    return Path.of("/v1/pauses").segment(scope(scope));
  }

  private static String scope(String scope) {
    return scope.contains(":") ? scope : "queue:" + scope;
  }
}
