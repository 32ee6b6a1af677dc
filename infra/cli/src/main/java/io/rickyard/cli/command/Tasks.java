package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.api.Task;
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
    description = "Submit, list, follow, cancel and repeat tasks, and read their logs.",
    subcommands = {
      TaskBatch.class,
      TaskList.class,
      TaskTop.class,
      TaskTypes.class,
      TaskCancel.class,
      TaskRetry.class,
      TaskLogs.class
    })
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
              description = "What it does: platform.probe, stack.restart …; see tasks types.")
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

  @Command(name = "show", description = "Show a task with its steps, or what it waits for.")
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
    var position = TaskPosition.of(invocation, id, json);
    if (invocation.json()) {
      position.ifPresent(place -> ((ObjectNode) json).set("position", place));
      invocation.print(json);
    } else {
      TaskText.print(invocation, task, json, position);
    }
    return ExitCode.OK.number();
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
