package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Reason;
import java.time.Instant;

/**
 * Somebody wants a running task to stop.
 *
 * @param reason why
 * @param deadline when it is ended without waiting any longer
 */
public record CancelRequest(Reason reason, Instant deadline) {
  /** Checks that nothing is missing. */
  public CancelRequest {
    requireNonNull(reason, "reason");
    requireNonNull(deadline, "deadline");
  }
}
