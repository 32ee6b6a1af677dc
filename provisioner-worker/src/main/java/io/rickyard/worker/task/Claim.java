package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that a worker has taken for one attempt.
 *
 * @param task which
 * @param standing how far it is, the attempt begun
 * @param token fences everything older
 * @param worker the name under which the worker holds it
 * @param budgetEnd when its time over all attempts is spent, where that is limited
 * @param ending how it ends as soon as it has been undone; nothing else is run then
 * @param keptSteps how many steps were finished before it was put back
 */
public record Claim(
    AcceptedTask task,
    Standing standing,
    long token,
    WorkerId worker,
    @Nullable Instant budgetEnd,
    @Nullable TaskEnd ending,
    int keptSteps) {

  /** Checks that nothing is missing. */
  public Claim {
    requireNonNull(task, "task");
    requireNonNull(standing, "standing");
    requireNonNull(worker, "worker");
  }

  /** The attempt. */
  public TaskRun run() {
    return task.run(standing.attempt(), token);
  }
}
