package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Answer;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import org.jspecify.annotations.Nullable;

/** What happens after a request was accepted: say which task it became, or follow it to its end. */
final class Following {
  private final Invocation invocation;

  Following(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Ends a command whose request became a task.
   *
   * @param answer the accepting answer
   * @param said one line about what was accepted
   * @param watch whether to follow the task
   * @param afterwards what to show as JSON after a followed task has ended; null for the task
   *     itself
   */
  int accepted(Answer answer, String said, String title, boolean watch, @Nullable Path afterwards)
      throws InterruptedException {
    var task = answer.task().orElseGet(() -> answer.body().path("id").asText(""));
    if (!watch) {
      if (invocation.json()) {
        invocation.print(withTask(answer.body(), task));
      } else {
        invocation.print(said);
        invocation.remark("Follow it with: rickyard tasks show " + task + " --watch");
      }
      return ExitCode.OK.number();
    }
    return follow(task, title, answer.position(), afterwards);
  }

  /** Follows a task; ends well only if the task does. */
  int follow(String task, String title, @Nullable String position, @Nullable Path afterwards)
      throws InterruptedException {
    var end = invocation.progress().follow(task, title, position);
    if (invocation.json()) {
      var shown =
          afterwards == null || !end.succeeded() ? Path.of("/v1/tasks").segment(task) : afterwards;
      invocation.print(withTask(invocation.client().get(shown), task));
    } else if (!end.succeeded()) {
      invocation.remark("See its log with: rickyard tasks logs " + task);
    }
    return (end.succeeded() ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private static JsonNode withTask(JsonNode body, String task) {
    var object = body instanceof ObjectNode given ? given : RickyardClient.object();
    if (!object.has("task") && !object.path("id").asText("").equals(task)) {
      object.put("task", task);
    }
    return object;
  }
}
