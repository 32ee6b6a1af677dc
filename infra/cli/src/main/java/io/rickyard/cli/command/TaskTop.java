package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Queues, workers and running tasks at a glance: again and again on a terminal, else once. */
@Command(
    name = "top",
    description = "Show what waits and what runs, refreshed on a terminal, else once.")
final class TaskTop implements Callable<Integer> {
  private static final int FORBIDDEN = 403;
  private static final Comparator<Task> LONGEST_FIRST =
      Comparator.comparing(Task::startedAt, Comparator.nullsLast(Comparator.naturalOrder()));

  private final Invocation invocation;

  @Mixin private final Refreshing refreshing = new Refreshing("2s");

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "At most so many running tasks (${DEFAULT-VALUE}).")
  private int limit;

  TaskTop(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    return refreshing.show(invocation, this::look, this::print);
  }

  private JsonNode look() {
    var seen = RickyardClient.object();
    var client = invocation.client();
    seen.set("queues", client.get(Path.of("/v1/queues")).path("data"));
    seen.set("workers", workers(client));
    var running =
        client.get(
            Path.of("/v1/tasks").query("state", "running").query("limit", String.valueOf(limit)));
    seen.set("tasks", running.path("data"));
    seen.put("more", !text(running, "next").isEmpty());
    return seen;
  }

  /** Workers are for administrators of the installation; the others see the rest without them. */
  private static JsonNode workers(RickyardClient client) {
    try {
      return client.get(Path.of("/v1/workers")).path("data");
    } catch (RequestRefused e) {
      if (e.status() != FORBIDDEN) {
        throw e;
      }
      return RickyardClient.JSON.nullNode();
    }
  }

  private void print(JsonNode seen) {
    var now = invocation.now();
    var queues = new Table(invocation.out(), "QUEUE", "WAITING", "RUNNING", "OLDEST", "PAUSED BY");
    for (var queue : elements(seen.path("queues"))) {
      var oldest = text(queue, "oldest_at");
      queues.row(
          text(queue, "name"),
          text(queue, "depth"),
          text(queue, "running"),
          Spans.age(oldest.isEmpty() ? null : Instant.parse(oldest), now),
          text(queue.path("paused"), "by"));
    }
    queues.print();
    if (!seen.path("workers").isEmpty()) {
      invocation.print("");
      Workers.print(invocation, elements(seen.path("workers")));
    }
    invocation.print("");
    running(seen, now);
  }

  private void running(JsonNode seen, Instant now) {
    var table = new Table(invocation.out(), "TASK", "TYPE", "PROJECT", "STEP", "ELAPSED");
    elements(seen.path("tasks")).stream()
        .map(Task::of)
        .sorted(LONGEST_FIRST)
        .forEach(task ->
            table.row(
                task.id(),
                task.type(),
                task.project() == null ? "-" : task.project(),
                step(task),
                Spans.took(task.startedAt(), null, now)));
    table.print();
    if (seen.path("more").asBoolean()) {
      invocation.print("More tasks are running: --limit shows more.");
    }
  }

  private static String step(Task task) {
    var count = task.total() > 0 ? task.completed() + "/" + task.total() : "";
    var name = task.step() == null ? "" : task.step();
    return (count + " " + name).strip();
  }
}
