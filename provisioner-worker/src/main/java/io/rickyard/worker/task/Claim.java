package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

/**
 * A task that a worker has taken for one attempt.
 *
 * @param task which
 * @param standing how far it is, the attempt begun
 * @param token fences everything older
 */
public record Claim(AcceptedTask task, Standing standing, long token) {

  /** Checks that nothing is missing. */
  public Claim {
    requireNonNull(task, "task");
    requireNonNull(standing, "standing");
  }

  /** The attempt. */
  public TaskRun run() {
    return task.run(standing.attempt(), token);
  }
}
