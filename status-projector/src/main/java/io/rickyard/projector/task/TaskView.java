package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskOptions;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is shown.
 *
 * @param order what was asked for
 * @param options how it is to be run, where that is not as usual
 * @param course what became of it
 * @param attempts by number; those that ended before the last one may be left out, as no event
 *     changes them any more
 */
public record TaskView(
    TaskOrder order,
    TaskOptions options,
    TaskCourse course,
    SortedMap<Long, AttemptView> attempts) {

  /** Checks that nothing is missing. */
  public TaskView {
    requireNonNull(order, "order");
    requireNonNull(options, "options");
    requireNonNull(course, "course");
    attempts = Collections.unmodifiableSortedMap(new TreeMap<>(attempts));
  }

  /** How many of its events are in here. */
  public Version version() {
    return course.version();
  }

  TaskView with(TaskCourse next) {
    return new TaskView(order, options, next, attempts);
  }

  TaskView withAttempt(AttemptView attempt) {
    var changed = new TreeMap<>(attempts);
    changed.put(attempt.attempt(), attempt);
    return new TaskView(order, options, course, changed);
  }

  TaskView withCurrentAttempt(UnaryOperator<AttemptView> change) {
    @Nullable AttemptView current = attempts.get(course.attempt());
    return current == null ? this : withAttempt(change.apply(current));
  }
}
