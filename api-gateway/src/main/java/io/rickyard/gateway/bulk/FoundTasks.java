package io.rickyard.gateway.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.TaskId;
import io.rickyard.gateway.acceptance.KnownTypes;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ProjectorClient;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tasks to do something about them: one, or all that a filter finds, page by page. */
@Singleton
final class FoundTasks {

  private static final int PAGE = 500;

  private final ProjectorClient projector;
  private final KnownTypes known;

  FoundTasks(ProjectorClient projector, KnownTypes known) {
    this.projector = projector;
    this.known = known;
  }

  /**
   * Some of what a filter finds.
   *
   * @param tasks what would ask for each of them again
   * @param more whether there are others
   */
  record Found(List<Repetition> tasks, boolean more) {}

  /** One of them. */
  Repetition one(TaskId id, Call call) {
    return new Repetition(projector.task(id, call).as(JsonNode.class), known);
  }

  /** Those that a filter finds, the newest first, up to a number. */
  Found find(Map<String, List<String>> filters, boolean dead, int most, Call call) {
    List<Repetition> tasks = new ArrayList<>();
    @Nullable String after = null;
    do {
      Map<String, List<String>> page = new LinkedHashMap<>(filters);
      page.put("limit", List.of(Integer.toString(Math.min(PAGE, most - tasks.size()))));
      if (after != null) {
        page.put("after", List.of(after));
      }
      var answer =
          (dead ? projector.dead(page, call) : projector.tasks(page, call)).as(JsonNode.class);
      answer.path("data").forEach(task -> tasks.add(new Repetition(task, known)));
      after = answer.hasNonNull("next") ? answer.get("next").asText() : null;
    } while (after != null && tasks.size() < most);
    return new Found(List.copyOf(tasks), after != null);
  }
}
