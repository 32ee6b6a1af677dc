package io.rickyard.gateway.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ProjectorClient;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads all the tasks that a filter finds, page by page, up to a number. */
@Singleton
final class FoundTasks {

  private static final int PAGE = 500;

  private final ProjectorClient projector;

  FoundTasks(ProjectorClient projector) {
    this.projector = projector;
  }

  /**
   * Some of what a filter finds.
   *
   * @param tasks as the public API shows them
   * @param more whether there are others
   */
  record Found(List<JsonNode> tasks, boolean more) {}

  Found find(Map<String, List<String>> filters, boolean dead, int most, Call call) {
    List<JsonNode> tasks = new ArrayList<>();
    @Nullable String after = null;
    do {
      Map<String, List<String>> page = new LinkedHashMap<>(filters);
      page.put("limit", List.of(Integer.toString(Math.min(PAGE, most - tasks.size()))));
      if (after != null) {
        page.put("after", List.of(after));
      }
      var answer =
          (dead ? projector.dead(page, call) : projector.tasks(page, call)).as(JsonNode.class);
      answer.path("data").forEach(tasks::add);
      after = answer.hasNonNull("next") ? answer.get("next").asText() : null;
    } while (after != null && tasks.size() < most);
    return new Found(List.copyOf(tasks), after != null);
  }
}
