package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker has taken for one attempt.
 *
 * @param task which
 * @param standing how far it is, the attempt begun
 * @param token fences everything older
 * @param cancel the request to stop that came already
 */
public record Claim(
    AcceptedTask task, Standing standing, long token, @Nullable CancelRequest cancel) {

  /**
   * Somebody wants it to stop.
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

  /** Checks that nothing required is missing. */
  public Claim {
    requireNonNull(task, "task");
    requireNonNull(standing, "standing");
  }

  /** The attempt. */
  public TaskRun run() {
    return task.run(standing.attempt(), token);
  }
}
