package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.task.TaskError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of one attempt.
 *
 * @param attempt in which attempt
 * @param step its place, from 1
 * @param name its name
 * @param state where it stands
 * @param startedAt when it began
 * @param endedAt when it was done, failed or was taken back
 * @param error why it failed
 */
public record StepView(
    long attempt,
    int step,
    String name,
    StepStatus state,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable TaskError error) {

  /** Checks that nothing required is missing. */
  public StepView {
    requireNonNull(name, "name");
    requireNonNull(state, "state");
  }

  static StepView planned(long attempt, int step, String name) {
    return new StepView(attempt, step, name, StepStatus.PENDING, null, null, null);
  }

  StepView started(Instant at, String called) {
    return new StepView(attempt, step, called, StepStatus.RUNNING, at, null, null);
  }

  StepView ended(StepStatus how, Instant at, @Nullable TaskError why) {
    return new StepView(
        attempt,
        step,
        name,
        how,
        startedAt == null ? at : startedAt,
        at,
        why == null ? error : why);
  }
}
