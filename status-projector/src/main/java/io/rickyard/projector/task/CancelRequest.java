package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Reason;
import java.time.Instant;

/**
 * That a task was asked to stop.
 *
 * @param at when
 * @param reason why
 * @param deadline when it is ended by force
 */
public record CancelRequest(Instant at, Reason reason, Instant deadline) {
  /** Checks that nothing is missing. */
  public CancelRequest {
    requireNonNull(at, "at");
    requireNonNull(reason, "reason");
    requireNonNull(deadline, "deadline");
  }
}
