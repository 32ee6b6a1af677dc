package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What happened to a task. Together, in order, they are its life. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskEvent.TaskScheduled.class, name = "scheduled"),
  @JsonSubTypes.Type(value = TaskEvent.TaskQueued.class, name = "queued"),
  @JsonSubTypes.Type(value = TaskEvent.TaskDue.class, name = "due"),
  @JsonSubTypes.Type(value = TaskEvent.TaskStarted.class, name = "started"),
  @JsonSubTypes.Type(value = TaskEvent.StepStarted.class, name = "step_started"),
  @JsonSubTypes.Type(value = TaskEvent.StepCompleted.class, name = "step_completed"),
  @JsonSubTypes.Type(value = TaskEvent.StepFailed.class, name = "step_failed"),
  @JsonSubTypes.Type(value = TaskEvent.StepUndone.class, name = "step_undone"),
  @JsonSubTypes.Type(value = TaskEvent.TaskRetryScheduled.class, name = "retry_scheduled"),
  @JsonSubTypes.Type(value = TaskEvent.TaskWorkerLost.class, name = "worker_lost"),
  @JsonSubTypes.Type(value = TaskEvent.TaskPreempted.class, name = "preempted"),
  @JsonSubTypes.Type(value = TaskEvent.TaskCancelRequested.class, name = "cancel_requested"),
  @JsonSubTypes.Type(value = TaskEvent.TaskSucceeded.class, name = "succeeded"),
  @JsonSubTypes.Type(value = TaskEvent.TaskFailed.class, name = "failed"),
  @JsonSubTypes.Type(value = TaskEvent.TaskCancelled.class, name = "cancelled"),
  @JsonSubTypes.Type(value = TaskEvent.TaskExpired.class, name = "expired"),
  @JsonSubTypes.Type(value = TaskEvent.TaskSuperseded.class, name = "superseded")
})
public sealed interface TaskEvent {

  /** When it happened. */
  Instant at();

  /**
   * It was taken in and is due later.
   *
   * @param at when it happened
   * @param task what was asked for
   * @param runAt when it is due
   */
  record TaskScheduled(Instant at, TaskDescription task, Instant runAt) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskScheduled {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(runAt, "run_at");
    }
  }

  /**
   * It was taken in and waits for a worker.
   *
   * @param at when it happened
   * @param task what was asked for
   */
  record TaskQueued(Instant at, TaskDescription task) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskQueued {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
    }
  }

  /**
   * Its time came; it waits for a worker now.
   *
   * @param at when it happened
   */
  record TaskDue(Instant at) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskDue {
      requireNonNull(at, "at");
    }
  }

  /**
   * A worker began an attempt.
   *
   * @param at when it happened
   * @param attempt which one
   * @param worker who runs it
   * @param steps the names of the steps it will take
   */
  record TaskStarted(Instant at, Attempt attempt, WorkerId worker, List<String> steps)
      implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskStarted {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
      requireNonNull(worker, "worker");
      steps = List.copyOf(steps);
    }
  }

  /**
   * A step began.
   *
   * @param at when it happened
   * @param attempt in which attempt
   * @param step its place, from 1
   * @param name its name
   */
  record StepStarted(Instant at, Attempt attempt, int step, String name) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public StepStarted {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
      requireNonNull(name, "name");
    }
  }

  /**
   * A step is done, or was found done.
   *
   * @param at when it happened
   * @param attempt in which attempt
   * @param step its place, from 1
   * @param skipped whether it was found done
   */
  record StepCompleted(Instant at, Attempt attempt, int step, boolean skipped)
      implements TaskEvent {
    /** Checks that nothing required is missing. */
    public StepCompleted {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
    }
  }

  /**
   * A step failed.
   *
   * @param at when it happened
   * @param attempt in which attempt
   * @param step its place, from 1
   * @param error why
   */
  record StepFailed(Instant at, Attempt attempt, int step, TaskError error) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public StepFailed {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
      requireNonNull(error, "error");
    }
  }

  /**
   * What a step had done was taken back.
   *
   * @param at when it happened
   * @param attempt in which attempt
   * @param step its place, from 1
   */
  record StepUndone(Instant at, Attempt attempt, int step) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public StepUndone {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
    }
  }

  /**
   * An attempt failed; another one follows.
   *
   * @param at when it happened
   * @param attempt the one that failed
   * @param error why
   * @param nextAt when the next one is due
   */
  record TaskRetryScheduled(Instant at, Attempt attempt, TaskError error, Instant nextAt)
      implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskRetryScheduled {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
      requireNonNull(error, "error");
      requireNonNull(nextAt, "next_at");
    }
  }

  /**
   * Its worker went silent; the attempt counts as ended.
   *
   * @param at when it happened
   * @param attempt which one
   * @param worker who ran it
   */
  record TaskWorkerLost(Instant at, Attempt attempt, WorkerId worker) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskWorkerLost {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
      requireNonNull(worker, "worker");
    }
  }

  /**
   * It was put back to make room for others; it waits again and goes on where it was.
   *
   * @param at when it happened
   * @param attempt which one ended by it
   * @param keptSteps how many of its steps are finished and are not run again
   */
  record TaskPreempted(Instant at, Attempt attempt, int keptSteps) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskPreempted {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
    }
  }

  /**
   * It was asked to stop.
   *
   * @param at when it happened
   * @param reason why
   * @param deadline when it is ended by force
   */
  record TaskCancelRequested(Instant at, Reason reason, Instant deadline) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskCancelRequested {
      requireNonNull(at, "at");
      requireNonNull(reason, "reason");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * It is done.
   *
   * @param at when it happened
   * @param result what there is to tell; holds no secret
   */
  record TaskSucceeded(Instant at, Map<String, String> result) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskSucceeded {
      requireNonNull(at, "at");
      result = Map.copyOf(result);
    }
  }

  /**
   * It was given up.
   *
   * @param at when it happened
   * @param error why
   */
  record TaskFailed(Instant at, TaskError error) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskFailed {
      requireNonNull(at, "at");
      requireNonNull(error, "error");
    }
  }

  /**
   * It was ended on request.
   *
   * @param at when it happened
   * @param reason why
   */
  record TaskCancelled(Instant at, Reason reason) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskCancelled {
      requireNonNull(at, "at");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * It waited longer than it was allowed to.
   *
   * @param at when it happened
   */
  record TaskExpired(Instant at) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskExpired {
      requireNonNull(at, "at");
    }
  }

  /**
   * A newer command took its place.
   *
   * @param at when it happened
   * @param by the newer task
   */
  record TaskSuperseded(Instant at, TaskId by) implements TaskEvent {
    /** Checks that nothing required is missing. */
    public TaskSuperseded {
      requireNonNull(at, "at");
      requireNonNull(by, "by");
    }
  }
}
