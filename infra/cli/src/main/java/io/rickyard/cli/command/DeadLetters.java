package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tasks that were given up for good. */
@Command(
    name = "dead-letters",
    aliases = "dead-letter",
    description = "List the tasks that were given up, and replay them.")
public final class DeadLetters {

  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public DeadLetters(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "list", aliases = "ls", description = "List them, newest first.")
  int list(
      @Mixin TaskFilterFlags filter,
      @Option(
              names = "--limit",
              defaultValue = "20",
              description = "At most so many (${DEFAULT-VALUE}).")
          int limit,
      @Option(
              names = "--after",
              paramLabel = "CURSOR",
              description = "Go on after an earlier answer's 'next'.")
          @Nullable String after) {
    var path =
        filter
            .on(Path.of("/v1/dead-letters"), new Directory(invocation))
            .query("limit", String.valueOf(limit))
            .query("after", after);
    var page = invocation.client().get(path);
    if (invocation.json()) {
      invocation.print(page);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "ID", "TYPE", "REASON", "ATTEMPTS", "ERROR", "AGE");
    for (var dead : page.path("data")) {
      table.row(
          text(dead, "id"),
          text(dead, "type"),
          text(dead, "reason"),
          text(dead, "attempt"),
          text(dead.path("error"), "code"),
          Spans.age(Task.of(dead).createdAt(), invocation.now()));
    }
    table.print();
    var next = text(page, "next");
    if (!next.isEmpty()) {
      invocation.remark("There are more: --after " + next);
    }
    return ExitCode.OK.number();
  }

  @Command(name = "replay", description = "Replay one, or all that a filter finds.")
  int replay(
      @Parameters(paramLabel = "TASK", arity = "0..1", description = "Its id.") @Nullable String id,
      @Mixin WhereFlags where)
      throws InterruptedException {
    String one = TaskCancel.oneOrFilter(id, where);
    if (one == null) {
      return where.apply(
          invocation, Path.of("/v1/dead-letters/replay"), WhereFlags.body(), "Replaying");
    }
    var answer =
        invocation.client().post(Path.of("/v1/dead-letters").segment(one).segment("replay"), null);
    var said = "Replaying " + one + " as " + text(answer.body(), "id") + ".";
    return new Following(invocation).accepted(answer, said, "replay", where.isWatched(), null);
  }
}
