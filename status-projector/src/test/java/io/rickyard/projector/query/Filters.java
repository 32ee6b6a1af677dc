package io.rickyard.projector.query;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.projector.query.TaskFilter.WantedLabel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters written as in a query: {@code state=failed,running&label=team=a&label=nightly}. */
final class Filters {

  private final Map<String, List<String>> given;

  private Filters(String query) {
    this.given =
        Arrays.stream(query.split("&"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.split("=", 2))
            .collect(
                Collectors.groupingBy(
                    part -> part[0], Collectors.mapping(part -> part[1], Collectors.toList())));
  }

  static TaskFilter of(String query) {
    var filters = new Filters(query);
    return new TaskFilter(
        filters.several("state", TaskStatus::named),
        filters.several("type", TaskType::named),
        filters.several("queue", TaskQueue::named),
        filters.one("project", ProjectRef::new),
        filters.given.getOrDefault("label", List.of()).stream().map(WantedLabel::parse).toList(),
        filters.one("actor", Function.identity()),
        filters.one("parent", TaskId::parse),
        filters.one("retry_of", TaskId::parse),
        filters.range("created"),
        filters.range("ended"),
        filters.one("q", SearchText::parse),
        filters.given.containsKey("dead"));
  }

  private TimeRange range(String what) {
    return new TimeRange(
        one(what + "_after", Instant::parse), one(what + "_before", Instant::parse));
  }

  private <T> Set<T> several(String name, Function<String, T> parse) {
    return given.getOrDefault(name, List.of()).stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(parse)
        .collect(Collectors.toSet());
  }

  private <T> @Nullable T one(String name, Function<String, T> parse) {
    return given.getOrDefault(name, List.of()).stream().map(parse).findFirst().orElse(null);
  }
}
