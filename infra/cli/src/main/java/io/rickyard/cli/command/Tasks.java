package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tasks: everything that takes a while. */
@Command(
    name = "tasks",
    aliases = "task",
    description = "Submit, list, follow and cancel tasks, and read their logs.",
    subcommands = TaskLogs.class)
public final class Tasks {
  private final Invocation invocation;
  private final Directory directory;
  private final Following following;

  /** Commands that work with this invocation. */
  public Tasks(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
    this.following = new Following(invocation);
  }

  @Command(
      name = "submit",
      description = "Submit a task, for example: tasks submit platform.probe -i steps=3")
  int submit(
      @Parameters(
              paramLabel = "TYPE",
              description = "What it does: platform.probe, stack.restart …")
          String type,
      @Option(names = "--project", paramLabel = "PROJECT", description = "The project it changes.")
          @Nullable String project,
      @Option(names = "--org", paramLabel = "ORG", description = "The organization it belongs to.")
          @Nullable String organization,
      @Option(
              names = {"-i", "--input"},
              paramLabel = "NAME=VALUE",
              description = "A value it needs; may be repeated.")
          @Nullable Map<String, String> input,
      @Option(
              names = {"-l", "--label"},
              paramLabel = "NAME=VALUE",
              description = "A label of your own; may be repeated.")
          @Nullable Map<String, String> labels,
      @Option(names = "--queue", description = "Another queue than the type's own.")
          @Nullable String queue,
      @Option(
              names = "--run-at",
              paramLabel = "TIME",
              description = "When it is due, like 2026-12-01T08:00:00Z.")
          @Nullable String runAt,
      @Mixin TaskOptionFlags options,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it to its end.")
          boolean watch)
      throws InterruptedException {
    var body = RickyardClient.object().put("type", type);
    if (project != null) {
      body.put("project", directory.project(project));
    } else {
      body.put("organization", directory.organization(organization));
    }
    var values = body.putObject("input");
    given(input).forEach((name, value) -> values.set(name, jsonOrText(value)));
    var own = body.putObject("labels");
    given(labels).forEach(own::put);
    if (queue != null) {
      body.put("queue", queue);
    }
    if (runAt != null) {
      body.put("run_at", runAt);
    }
    options.put(body);
    var answer = invocation.client().post(Path.of("/v1/tasks"), body);
    var id = answer.task().orElseGet(() -> text(answer.body(), "id"));
    return following.accepted(answer, "Accepted " + type + " as " + id + ".", type, watch, null);
  }

  @Command(name = "list", aliases = "ls", description = "List tasks, newest first.")
  int list(
      @Option(
              names = "--state",
              split = ",",
              paramLabel = "STATE",
              description = "Only in these states.")
          @Nullable List<String> states,
      @Option(names = "--type", description = "Only of this type.") @Nullable String type,
      @Option(names = "--queue", description = "Only in this queue.") @Nullable String queue,
      @Option(names = "--project", paramLabel = "PROJECT", description = "Only of this project.")
          @Nullable String project,
      @Option(names = "--org", paramLabel = "ORG", description = "Only of this organization.")
          @Nullable String organization,
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
        Path.of("/v1/tasks")
            .query("state", states == null ? null : String.join(",", states))
            .query("type", type)
            .query("queue", queue)
            .query("project", project == null ? null : directory.project(project))
            .query(
                "organization", organization == null ? null : directory.organization(organization))
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

  @Command(name = "show", description = "Show a task with its steps.")
  int show(
      @Parameters(paramLabel = "TASK", description = "Its id.") String id,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it to its end.")
          boolean watch)
      throws InterruptedException {
    var path = Path.of("/v1/tasks").segment(id);
    var json = invocation.client().get(path);
    var task = Task.of(json);
    if (watch && !task.ended()) {
      return following.follow(id, task.type(), null, null);
    }
    if (invocation.json()) {
      invocation.print(json);
    } else {
      TaskText.print(invocation, task, json);
    }
    return ExitCode.OK.number();
  }

  @Command(name = "cancel", description = "Ask a task to stop.")
  int cancel(
      @Parameters(paramLabel = "TASK", description = "Its id.") String id,
      @Option(names = "--reason", description = "Why; kept with the task.") @Nullable String reason,
      @Option(names = "--force", description = "End it at once, without waiting for a safe place.")
          boolean force,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it to its end.")
          boolean watch)
      throws InterruptedException {
    var body = RickyardClient.object();
    if (reason != null) {
      body.put("reason", reason);
    }
    if (force) {
      body.put("force", true);
    }
    var answer = invocation.client().post(Path.of("/v1/tasks").segment(id).segment("cancel"), body);
    if (!watch) {
      if (invocation.json()) {
        invocation.print(answer.body());
      } else {
        invocation.print("Asked " + id + " to stop.");
      }
      return ExitCode.OK.number();
    }
    var end = invocation.progress().follow(id, "cancel", null);
    if (invocation.json()) {
      invocation.print(invocation.client().get(Path.of("/v1/tasks").segment(id)));
    }
    // To have been cancelled is what was asked for; to have ended otherwise first is not.
    return (end.state().equals("cancelled") ? ExitCode.OK : ExitCode.FAILED).number();
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

  /** Numbers, truth values and whatever else is JSON stays so; the rest is text. */
  static JsonNode jsonOrText(String value) {
    try {
      var json = RickyardClient.JSON.readTree(value);
      return json.isMissingNode() ? TextNode.valueOf(value) : json;
    } catch (JsonProcessingException _) {
      return TextNode.valueOf(value);
    }
  }

  static Map<String, String> given(@Nullable Map<String, String> values) {
    if (values == null) {
      return Map.of();
    }
    values.forEach((name, value) -> {
      if (name.isBlank()) {
        throw new CommandRefused(
            ExitCode.USAGE, "'=" + value + "' has no name.", "Write NAME=VALUE.");
      }
    });
    return values;
  }
}
