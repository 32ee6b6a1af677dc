package io.rickyard.gateway.task;

import io.micronaut.http.HttpParameters;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The query parameters that narrow a list of tasks. Their values are the projector's to judge; an
 * unknown name is refused here, since a filter with a slip of the pen would find everything.
 */
public final class TaskFilters {

  /** What a filter may ask for. */
  public static final Set<String> NAMES =
      Set.of(
          "state",
          "type",
          "queue",
          "project",
          "organization",
          "label",
          "actor",
          "parent",
          "retry_of",
          "created_after",
          "created_before",
          "ended_after",
          "ended_before",
          "q");

  private static final Set<String> PAGING = Set.of("limit", "after");

  private TaskFilters() {}

  /** The filters and the page that a list was asked for, as they came. */
  public static Map<String, List<String>> of(HttpParameters given) {
    requireKnown(given.names().stream().filter(name -> !PAGING.contains(name)).toList());
    Map<String, List<String>> filters = new LinkedHashMap<>();
    given.names().forEach(name -> filters.put(name, given.getAll(name)));
    return filters;
  }

  /** Refuses a name that is no filter's. */
  public static void requireKnown(Collection<String> names) {
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new RequestRefused(
            ErrorCode.UNKNOWN_FIELD,
            "'%s' is none of the filters %s".formatted(name, new TreeSet<>(NAMES)));
      }
    }
  }
}
