package io.rickyard.worker.engine;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.worker.task.TaskEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What an attempt came to. */
sealed interface Outcome {

  /** It ends the task. */
  sealed interface Final extends Outcome {

    TaskEnd end();

    TaskStatus status();

    TaskEvent event(Instant now);
  }

  /** The steps are done. */
  record Done(Map<String, String> result) implements Final {
    @Override
    public TaskEnd end() {
      return new TaskEnd.Succeeded(result);
    }

    @Override
    public TaskStatus status() {
      return TaskStatus.SUCCEEDED;
    }

    @Override
    public TaskEvent event(Instant now) {
      return new TaskEvent.TaskSucceeded(now, result);
    }
  }

  /** There is no use in going on. */
  record GivenUp(TaskError error) implements Final {
    @Override
    public TaskEnd end() {
      return new TaskEnd.Failed(error);
    }

    @Override
    public TaskStatus status() {
      return TaskStatus.FAILED;
    }

    @Override
    public TaskEvent event(Instant now) {
      return new TaskEvent.TaskFailed(now, error);
    }
  }

  /** Somebody wanted it to stop. */
  record Stopped(Reason reason) implements Final {
    @Override
    public TaskEnd end() {
      return new TaskEnd.Cancelled(reason);
    }

    @Override
    public TaskStatus status() {
      return TaskStatus.CANCELLED;
    }

    @Override
    public TaskEvent event(Instant now) {
      return new TaskEvent.TaskCancelled(now, reason);
    }
  }

  /** Another attempt follows. */
  record TryAgain(TaskError error, Duration delay) implements Outcome {}

  /** The worker stops; another one, or its next start, goes on. */
  record HandedBack() implements Outcome {}

  /** The lease is lost: nothing may be said any more. */
  record Abandoned() implements Outcome {}
}
