package io.rickyard.worker.flow;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskType;
import java.util.Map;

/**
 * What decides which worker may run a task and whether it may start.
 *
 * @param type what it does
 * @param labels what a worker must be labelled with
 */
public record Kind(TaskType type, Map<String, String> labels) {
  /** Checks that nothing is missing. */
  public Kind {
    requireNonNull(type, "type");
    labels = Map.copyOf(labels);
  }

  /** Whether every worker may run it. */
  public boolean isServedByAny() {
    return labels.isEmpty() && type instanceof BuiltInType;
  }

  /** Whether a worker with these labels may run it. */
  public boolean isServedBy(Map<String, String> workerLabels) {
    return workerLabels.entrySet().containsAll(labels.entrySet());
  }
}
