package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A page of the tasks that a filter finds. */
@Command(name = "list", aliases = "ls", description = "List tasks, newest first.")
final class TaskList implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private final TaskFilterFlags filter = new TaskFilterFlags();

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "At most so many (${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on after an earlier answer's 'next'.")
  private @Nullable String after;

  TaskList(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var path =
        filter
            .on(Path.of("/v1/tasks"), new Directory(invocation))
            .query("limit", String.valueOf(limit))
            .query("after", after);
    var page = invocation.client().get(path);
    if (invocation.json()) {
      invocation.print(page);
      return ExitCode.OK.number();
    }
    var table =
        new Table(invocation.out(), "ID", "TYPE", "STATE", "PROJECT", "STEPS", "TOOK", "AGE");
    page.path("data").forEach(json -> row(table, Task.of(json)));
    table.print();
    var next = text(page, "next");
    if (!next.isEmpty()) {
      invocation.remark("There are more: --after " + next);
    }
    return ExitCode.OK.number();
  }

  private void row(Table table, Task task) {
    var now = invocation.now();
    table.row(
        task.id(),
        task.type(),
        task.state(),
        task.project() == null ? "-" : task.project(),
        task.total() > 0 ? task.completed() + "/" + task.total() : "-",
        task.startedAt() == null ? "-" : Spans.took(task.startedAt(), task.endedAt(), now),
        Spans.age(task.createdAt(), now));
  }
}
