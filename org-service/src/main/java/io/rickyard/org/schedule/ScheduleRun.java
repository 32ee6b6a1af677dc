package io.rickyard.org.schedule;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an occurrence.
 *
 * @param occurrence when it was due; of those passed over, the first
 * @param manual whether somebody asked for it out of turn
 * @param outcome what became of it
 * @param reason why it became no task, as a stable code
 * @param task the task it became
 * @param decidedAt when that was decided
 */
public record ScheduleRun(
    Instant occurrence,
    boolean manual,
    Outcome outcome,
    @Nullable String reason,
    @Nullable TaskId task,
    Instant decidedAt) {

  /** What became of an occurrence. */
  public enum Outcome {
    /** It became a task. */
    ACCEPTED,
    /** It, and any that followed before the next one listed, came to nothing by the policy. */
    SKIPPED,
    /** Its task was refused. */
    REFUSED
  }

  /** Checks that nothing required is missing. */
  public ScheduleRun {
    requireNonNull(occurrence, "occurrence");
    requireNonNull(outcome, "outcome");
    requireNonNull(decidedAt, "decidedAt");
  }
}
