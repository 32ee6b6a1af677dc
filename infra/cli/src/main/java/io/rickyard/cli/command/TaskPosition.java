package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.ApiFailure;
import io.rickyard.cli.api.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a task waits for, in words. */
final class TaskPosition {
  private static final Set<String> WAITING = Set.of("scheduled", "queued", "retrying");

  private TaskPosition() {}

  /** Asked for while the task waits; a task is shown also when nobody can say it now. */
  static Optional<JsonNode> of(Invocation invocation, String id, JsonNode task) {
    if (!WAITING.contains(text(task, "state"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          invocation.client().get(Path.of("/v1/tasks").segment(id).segment("position")));
    } catch (ApiFailure e) {
      invocation.remark("What it waits for is not known at the moment: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A line for what it waits for, and one for each thing that keeps it back besides. */
  static List<String> lines(JsonNode position) {
    List<String> lines = new ArrayList<>();
    switch (text(position, "waits_for")) {
      case "intake" -> lines.add("to be taken in by a worker");
      case "time" -> lines.add("its time, " + text(position, "due_at"));
      case "retry" -> lines.add("its next attempt, " + text(position, "due_at"));
      case "earlier_change" -> lines.add("an earlier change of its project that is on its way");
      case "lane" -> lines.add(lane(position));
      case "turn" -> lines.add(turn(position));
      default -> {
        // It does not wait any more.
      }
    }
    position.path("held_back_by").forEach(obstacle -> lines.add(obstacle(obstacle)));
    return lines;
  }

  private static String lane(JsonNode position) {
    var holder = position.path("holder");
    return ahead(position)
        + " before it in its lane"
        + (holder.isObject()
            ? "; first %s %s (%s)"
                .formatted(text(holder, "type"), text(holder, "task"), text(holder, "phase"))
            : "");
  }

  private static String turn(JsonNode position) {
    return "its turn in queue %s: %s of its organization before it"
        .formatted(text(position, "queue"), ahead(position));
  }

  private static String ahead(JsonNode position) {
    int tasks = position.path("ahead").asInt();
    String number = position.path("more").asBoolean() ? "more than " + tasks : "" + tasks;
    return number + (tasks == 1 ? " task" : " tasks");
  }

  private static String obstacle(JsonNode obstacle) {
    String scope = text(obstacle, "scope");
    return switch (text(obstacle, "reason")) {
      case "paused" ->
          "%s is paused by %s %s"
              .formatted(scope, text(obstacle, "by"), text(obstacle, "words"))
              .strip();
      case "limit_reached" ->
          "as many of %s run as may: %s".formatted(scope, text(obstacle, "running"));
      case "rate_reached" ->
          "as many of %s have started as may: %s per %s"
              .formatted(
                  scope, text(obstacle.path("rate"), "tasks"), text(obstacle.path("rate"), "per"));
      case "no_worker" -> noWorker(obstacle.path("worker_labels"));
      default -> text(obstacle, "reason");
    };
  }

  private static String noWorker(JsonNode labels) {
    return labels.isEmpty() ? "no worker takes tasks" : "no worker that takes tasks has " + labels;
  }
}
