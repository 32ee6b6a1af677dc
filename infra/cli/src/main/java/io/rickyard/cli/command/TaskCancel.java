package io.rickyard.cli.command;

import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks one task, or all that a filter finds, to stop. */
@Command(name = "cancel", description = "Ask a task, or all that a filter finds, to stop.")
final class TaskCancel implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "TASK", arity = "0..1", description = "Its id.")
  private @Nullable String id;

  @Mixin private final WhereFlags where = new WhereFlags();

  @Option(names = "--reason", description = "Why; kept with the task.")
  private @Nullable String reason;

  @Option(names = "--force", description = "End it at once, without waiting for a safe place.")
  private boolean force;

  TaskCancel(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var body = WhereFlags.body();
    if (reason != null) {
      body.put("reason", reason);
    }
    if (force) {
      body.put("force", true);
    }
    String one = oneOrFilter(id, where);
    if (one == null) {
      return where.apply(invocation, Path.of("/v1/tasks/cancel"), body, "Cancelling");
    }
    var answer =
        invocation.client().post(Path.of("/v1/tasks").segment(one).segment("cancel"), body);
    if (!where.isWatched()) {
      if (invocation.json()) {
        invocation.print(answer.body());
      } else {
        invocation.print("Asked " + one + " to stop.");
      }
      return ExitCode.OK.number();
    }
    var end = invocation.progress().follow(one, "cancel", null);
    if (invocation.json()) {
      invocation.print(invocation.client().get(Path.of("/v1/tasks").segment(one)));
    }
    // To have been cancelled is what was asked for; to have ended otherwise first is not.
    return (end.state().equals("cancelled") ? ExitCode.OK : ExitCode.FAILED).number();
  }

  /** The one task that is meant, or null when a filter says which ones are. */
  static @Nullable String oneOrFilter(@Nullable String id, WhereFlags where) {
    if ((id == null) != where.isFilter()) {
      throw new CommandRefused(
          ExitCode.USAGE, "Name one task or a filter.", "Write TASK, or --where NAME=VALUE.");
    }
    return id;
  }
}
