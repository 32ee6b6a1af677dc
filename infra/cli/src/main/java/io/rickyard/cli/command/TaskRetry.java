package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Repeats one ended task, or all that a filter finds. */
@Command(
    name = "retry",
    description = "Repeat an ended task, or all that a filter finds: those that failed, usually.")
final class TaskRetry implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "TASK", arity = "0..1", description = "Its id.")
  private @Nullable String id;

  @Mixin private final WhereFlags where = new WhereFlags();

  TaskRetry(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    String one = TaskCancel.oneOrFilter(id, where);
    if (one == null) {
      return where.apply(invocation, Path.of("/v1/tasks/retry"), WhereFlags.body(), "Repeating");
    }
    var answer = invocation.client().post(Path.of("/v1/tasks").segment(one).segment("retry"), null);
    var said = "Repeating " + one + " as " + text(answer.body(), "id") + ".";
    return new Following(invocation).accepted(answer, said, "retry", where.isWatched(), null);
  }
}
