package io.rickyard.gateway.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.task.BulkTargets;
import io.rickyard.gateway.task.TaskFilters;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Asks for something to be done to the tasks that a filter finds.
 *
 * @param where the filter: the names and values of the list's query parameters, with an
 *     organization or a project among them
 * @param limit how many tasks at most, the newest first; 1,000 when left out, at most 10,000
 * @param dryRun whether only to say how many there are
 * @param reason why, for whoever looks at one of the tasks later
 * @param force whether to end tasks without waiting until they have stopped by themselves
 */
record BulkRequest(
    Map<String, JsonNode> where,
    @Nullable Integer limit,
    @Nullable Boolean dryRun,
    @Nullable String reason,
    @Nullable Boolean force) {

  private static final int USUAL = 1_000;
  private static final int LONGEST_REASON = 500;

  BulkRequest {
    where = where == null ? Map.of() : Map.copyOf(where);
    if (limit != null && (limit < 1 || limit > BulkTargets.MOST)) {
      throw new IllegalArgumentException("limit lies between 1 and " + BulkTargets.MOST);
    }
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException("A reason has at most " + LONGEST_REASON + " characters");
    }
  }

  int most() {
    return limit == null ? USUAL : limit;
  }

  boolean isDryRun() {
    return Boolean.TRUE.equals(dryRun);
  }

  boolean isForced() {
    return Boolean.TRUE.equals(force);
  }

  String words() {
    return reason == null || reason.isBlank() ? "Cancelled with others on request" : reason.strip();
  }

  /** The filter as the projector's parameters; states that are left out are these. */
  Map<String, List<String>> filters(String usualStates) {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    where.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> filters.put(entry.getKey(), values(entry.getKey(), entry.getValue())));
    TaskFilters.requireKnown(filters.keySet());
    if (!filters.containsKey("organization") && !filters.containsKey("project")) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "where names an organization or a project");
    }
    for (String owner : List.of("organization", "project")) {
      if (filters.getOrDefault(owner, List.of("")).size() != 1) {
        throw new RequestRefused(ErrorCode.INVALID_REQUEST, "where." + owner + " names one");
      }
    }
    filters.putIfAbsent("state", List.of(usualStates));
    return filters;
  }

  private static List<String> values(String name, JsonNode given) {
    if (given.isArray()) {
      return StreamSupport.stream(given.spliterator(), false)
          .map(value -> text(name, value))
          .toList();
    }
    return List.of(text(name, given));
  }

  private static String text(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "where." + name + " is a text or a list of texts");
    }
    return value.textValue();
  }

  /** A filter in words: {@code project=shop state=failed}. */
  static String words(Map<String, List<String>> filters) {
    return filters.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + "=" + value))
        .collect(Collectors.joining(" "));
  }
}
