package io.rickyard.worker.engine;

import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.worker.task.TaskEnd;
import java.time.Instant;

/** Ends as states and as events. */
final class Ends {

  private Ends() {}

  static TaskStatus status(TaskEnd end) {
    return switch (end) {
      case TaskEnd.Succeeded _ -> TaskStatus.SUCCEEDED;
      case TaskEnd.Failed _ -> TaskStatus.FAILED;
      case TaskEnd.Cancelled _ -> TaskStatus.CANCELLED;
      case TaskEnd.Expired _ -> TaskStatus.EXPIRED;
      case TaskEnd.Superseded _ -> TaskStatus.SUPERSEDED;
    };
  }

  static TaskEvent event(TaskEnd end, Instant now) {
    return switch (end) {
      case TaskEnd.Succeeded done -> new TaskEvent.TaskSucceeded(now, done.result());
      case TaskEnd.Failed failed -> new TaskEvent.TaskFailed(now, failed.error());
      case TaskEnd.Cancelled cancelled -> new TaskEvent.TaskCancelled(now, cancelled.reason());
      case TaskEnd.Expired _ -> new TaskEvent.TaskExpired(now);
      case TaskEnd.Superseded superseded -> new TaskEvent.TaskSuperseded(now, superseded.by());
    };
  }
}
