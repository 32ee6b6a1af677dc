package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task so far.
 *
 * @param state its state
 * @param runAt when it is, or was, due
 * @param attempt the current or last attempt, 0 before the first
 * @param progress how far that attempt is
 * @param error why it failed, or why it has to be tried again
 * @param result what there is to tell of its success
 * @param worker who runs it, or ran it last
 * @param cancelRequested that it was asked to stop
 * @param startedAt when its first attempt began
 * @param endedAt when it ended
 * @param version how many of its events are in here
 */
public record TaskCourse(
    TaskStatus state,
    @Nullable Instant runAt,
    long attempt,
    TaskProgress progress,
    @Nullable TaskError error,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> result,
    @Nullable WorkerId worker,
    @Nullable CancelRequest cancelRequested,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    Version version) {

  /** Checks that nothing required is missing. */
  public TaskCourse {
    requireNonNull(state, "state");
    requireNonNull(progress, "progress");
    requireNonNull(version, "version");
    result = result == null ? Map.of() : Map.copyOf(result);
  }

  static TaskCourse accepted(TaskStatus state, @Nullable Instant runAt, Version version) {
    return new TaskCourse(
        state, runAt, 0, TaskProgress.NONE, null, Map.of(), null, null, null, null, version);
  }

  TaskCourse waiting(TaskStatus status, @Nullable Instant due) {
    return new TaskCourse(
        status,
        due,
        attempt,
        progress,
        error,
        result,
        worker,
        cancelRequested,
        startedAt,
        endedAt,
        version);
  }

  TaskCourse started(Instant at, long number, WorkerId by, int steps) {
    return new TaskCourse(
        TaskStatus.RUNNING,
        runAt,
        number,
        new TaskProgress(0, steps, null),
        null,
        result,
        by,
        cancelRequested,
        startedAt == null ? at : startedAt,
        endedAt,
        version);
  }

  TaskCourse advanced(TaskProgress reached) {
    return new TaskCourse(
        state,
        runAt,
        attempt,
        reached,
        error,
        result,
        worker,
        cancelRequested,
        startedAt,
        endedAt,
        version);
  }

  TaskCourse retrying(TaskError why, Instant nextAt) {
    return new TaskCourse(
        TaskStatus.RETRYING,
        nextAt,
        attempt,
        idle(),
        why,
        result,
        worker,
        cancelRequested,
        startedAt,
        endedAt,
        version);
  }

  TaskCourse asked(CancelRequest request) {
    return new TaskCourse(
        state, runAt, attempt, progress, error, result, worker, request, startedAt, endedAt,
        version);
  }

  TaskCourse ended(
      TaskStatus status, Instant at, @Nullable TaskError why, Map<String, String> told) {
    return new TaskCourse(
        status, runAt, attempt, idle(), why, told, worker, cancelRequested, startedAt, at, version);
  }

  TaskCourse at(Version reached) {
    return new TaskCourse(
        state,
        runAt,
        attempt,
        progress,
        error,
        result,
        worker,
        cancelRequested,
        startedAt,
        endedAt,
        reached);
  }

  private TaskProgress idle() {
    return new TaskProgress(progress.completed(), progress.total(), null);
  }
}
