package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskError;
import java.util.Map;

/** How a task ended. There is one end per task. */
public sealed interface TaskEnd {

  /**
   * It is done.
   *
   * @param result what there is to tell
   */
  record Succeeded(Map<String, String> result) implements TaskEnd {
    /** Copies the result. */
    public Succeeded {
      result = Map.copyOf(result);
    }
  }

  /**
   * It was given up.
   *
   * @param error why
   */
  record Failed(TaskError error) implements TaskEnd {
    /** Checks that nothing required is missing. */
    public Failed {
      requireNonNull(error, "error");
    }
  }

  /**
   * It was ended on request.
   *
   * @param reason why
   */
  record Cancelled(Reason reason) implements TaskEnd {
    /** Checks that nothing required is missing. */
    public Cancelled {
      requireNonNull(reason, "reason");
    }
  }

  /** It waited longer than it was allowed to. */
  record Expired() implements TaskEnd {}

  /**
   * A newer command took its place.
   *
   * @param by the newer task
   */
  record Superseded(TaskId by) implements TaskEnd {
    /** Checks that nothing required is missing. */
    public Superseded {
      requireNonNull(by, "by");
    }
  }
}
