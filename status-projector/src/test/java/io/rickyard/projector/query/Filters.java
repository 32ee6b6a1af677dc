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
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters that ask for one thing. */
final class Filters {

  private Filters() {}

  static TaskFilter of(String name, @Nullable String given) {
    String value = given == null ? "" : given;
    return new TaskFilter(
        is(name, "state")
            ? Arrays.stream(value.split(",")).map(TaskStatus::named).collect(Collectors.toSet())
            : Set.of(),
        is(name, "type") ? Set.of(TaskType.named(value)) : Set.of(),
        is(name, "queue") ? Set.of(TaskQueue.named(value)) : Set.of(),
        is(name, "project") ? new ProjectRef(value) : null,
        is(name, "label") ? List.of(WantedLabel.parse(value)) : List.of(),
        is(name, "actor") ? value : null,
        is(name, "parent") ? TaskId.parse(value) : null,
        null,
        new TimeRange(time("created_after", name, value), time("created_before", name, value)),
        new TimeRange(time("ended_after", name, value), time("ended_before", name, value)),
        is(name, "q") ? SearchText.parse(value) : null,
        is(name, "dead"));
  }

  private static boolean is(String name, String wanted) {
    return name.equals(wanted);
  }

  private static @Nullable Instant time(String wanted, String name, String value) {
    return is(name, wanted) ? Instant.parse(value) : null;
  }
}
