package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.TaskId;
import io.rickyard.service.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What became of a line of a batch: a task with its position, or a problem.
 *
 * @param line the line's number, from 1
 * @param id the task
 * @param position where its command stands
 * @param problem why it was not taken, or that it is not known whether it was
 */
public record BatchResult(
    int line, @Nullable TaskId id, @Nullable String position, @Nullable Problem problem) {

  static BatchResult taken(int line, TaskId id, Position position) {
    return new BatchResult(line, id, position.text(), null);
  }

  static BatchResult refused(int line, Problem problem) {
    return new BatchResult(line, null, null, requireNonNull(problem, "problem"));
  }

  /** The brokers did not say whether they have it: the id tells where to look. */
  static BatchResult unknown(int line, TaskId id, Problem problem) {
    return new BatchResult(line, id, null, requireNonNull(problem, "problem"));
  }

  /** Whether the task was taken. */
  public boolean wasTaken() {
    return problem == null;
  }
}
