package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Task;
import io.rickyard.cli.progress.TaskProgress;
import io.rickyard.cli.terminal.Colour;
import java.util.List;
import java.util.Optional;

/** One task as text. */
final class TaskText {
  private TaskText() {}

  static void print(Invocation invocation, Task task, JsonNode json, Optional<JsonNode> position) {
    var out = invocation.out();
    TaskProgress.lines(task, task.type(), out, invocation.now()).forEach(invocation::print);
    fact(invocation, "id", task.id());
    fact(invocation, "project", text(json, "project"));
    fact(invocation, "queue", text(json, "queue"));
    fact(invocation, "worker", text(json, "worker"));
    fact(invocation, "created", text(json, "created_at"));
    fact(invocation, "due", text(json, "run_at"));
    position
        .map(TaskPosition::lines)
        .orElse(List.of())
        .forEach(line -> fact(invocation, "waits for", line));
    json.path("labels")
        .properties()
        .forEach(label -> fact(invocation, label.getKey(), label.getValue().asText()));
    json.path("result")
        .properties()
        .forEach(result -> fact(invocation, result.getKey(), result.getValue().asText()));
    var error = json.path("error");
    if (error.isObject()) {
      fact(invocation, "error code", text(error, "code"));
      invocation.print(
          "  "
              + out.paint(
                  Colour.FAINT,
                  error.path("retryable").asBoolean()
                      ? "Trying again may help."
                      : "Trying again would not help without a change."));
    }
  }

  private static void fact(Invocation invocation, String title, String value) {
    if (!value.isEmpty()) {
      var padded = title + " ".repeat(Math.max(1, 12 - title.length()));
      invocation.print("  " + invocation.out().paint(Colour.FAINT, padded) + value);
    }
  }
}
