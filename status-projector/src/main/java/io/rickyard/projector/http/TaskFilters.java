package io.rickyard.projector.http;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.micronaut.http.HttpParameters;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.projector.query.SearchText;
import io.rickyard.projector.query.TaskFilter;
import io.rickyard.projector.query.TaskFilter.WantedLabel;
import io.rickyard.projector.query.TimeRange;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a filter out of query parameters; a value that does not fit is refused with its name. */
final class TaskFilters {

  private static final int MOST_LABELS = 8;

  private TaskFilters() {}

  static TaskFilter of(HttpParameters given, boolean dead) {
    return new TaskFilter(
        several("state", given, TaskStatus::named),
        several("type", given, TaskType::named),
        several("queue", given, TaskQueue::named),
        one("project", given, ProjectRef::new),
        labels(given),
        one("actor", given, Function.identity()),
        one("parent", given, TaskId::parse),
        one("retry_of", given, TaskId::parse),
        range("created", given),
        range("ended", given),
        one("q", given, SearchText::parse),
        dead);
  }

  private static <T> @Nullable T one(String name, HttpParameters given, Function<String, T> parse) {
    return Parameters.optional(name, given.get(name), parse);
  }

  private static <T> Set<T> several(String name, HttpParameters given, Function<String, T> parse) {
    return given.getAll(name).stream()
        .filter(list -> !list.isEmpty())
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(value -> Parameters.required(name, value, parse))
        .collect(toUnmodifiableSet());
  }

  private static List<WantedLabel> labels(HttpParameters given) {
    List<WantedLabel> labels =
        given.getAll("label").stream()
            .map(text -> Parameters.required("label", text, WantedLabel::parse))
            .toList();
    if (labels.size() > MOST_LABELS) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "label: at most " + MOST_LABELS + " at a time");
    }
    return labels;
  }

  private static TimeRange range(String what, HttpParameters given) {
    String from = what + "_after";
    String until = what + "_before";
    var first = one(from, given, TaskFilters::time);
    var last = one(until, given, TaskFilters::time);
    try {
      return new TimeRange(first, last);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, from + ", " + until + ": " + e.getMessage());
    }
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "write a time as RFC 3339 has it, such as 2026-11-21T08:00:00Z", e);
    }
  }
}
