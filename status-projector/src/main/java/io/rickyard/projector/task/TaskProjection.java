package io.rickyard.projector.task;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskDescription;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.projector.fold.Inapplicable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a task looks like after its events. An accepted command is shown as version 0, until the
 * worker's own events come.
 */
public final class TaskProjection {

  private TaskProjection() {}

  /** A task of which nothing is known but that it was accepted. */
  public static TaskView accepted(TaskIdentity identity, SubmitTask submit) {
    TaskStatus state = submit.runAt() == null ? TaskStatus.QUEUED : TaskStatus.SCHEDULED;
    return new TaskView(
        TaskOrder.of(identity, TaskDescription.of(submit)),
        submit.options(),
        TaskCourse.accepted(state, submit.runAt(), Version.NONE),
        new TreeMap<>());
  }

  /**
   * The task after one more event.
   *
   * @throws Inapplicable when the event cannot follow: nothing says what the task is, or it has
   *     ended
   */
  public static TaskView evolve(@Nullable TaskView task, TaskEvent event, TaskIdentity identity) {
    TaskView next =
        switch (event) {
          case TaskEvent.TaskScheduled scheduled ->
              takenIn(task, identity, scheduled.task(), TaskStatus.SCHEDULED, scheduled.runAt());
          case TaskEvent.TaskQueued queued ->
              takenIn(
                  task,
                  identity,
                  queued.task(),
                  TaskStatus.QUEUED,
                  task == null ? null : task.course().runAt());
          case TaskEvent.TaskDue _ -> {
            TaskView live = live(task, event);
            yield live.with(live.course().waiting(TaskStatus.QUEUED, live.course().runAt()));
          }
          case TaskEvent.TaskStarted started -> started(live(task, event), started);
          case TaskEvent.StepStarted step ->
              step(
                  known(task, event),
                  step.attempt(),
                  step.step(),
                  view -> view.started(step.at(), step.name()));
          case TaskEvent.StepCompleted step ->
              step(
                  known(task, event),
                  step.attempt(),
                  step.step(),
                  view ->
                      view.ended(
                          step.skipped() ? StepStatus.SKIPPED : StepStatus.COMPLETED,
                          step.at(),
                          null));
          case TaskEvent.StepFailed step ->
              step(
                  known(task, event),
                  step.attempt(),
                  step.step(),
                  view -> view.ended(StepStatus.FAILED, step.at(), step.error()));
          case TaskEvent.StepUndone step ->
              step(
                  known(task, event),
                  step.attempt(),
                  step.step(),
                  view -> view.ended(StepStatus.UNDONE, step.at(), null));
          case TaskEvent.TaskRetryScheduled retry -> {
            TaskView live = live(task, event);
            yield live.withCurrentAttempt(
                    attempt -> attempt.ended(AttemptOutcome.FAILED, retry.at(), retry.error()))
                .with(live.course().retrying(retry.error(), retry.nextAt()));
          }
          case TaskEvent.TaskWorkerLost lost -> {
            TaskView live = live(task, event);
            yield live.withCurrentAttempt(
                    attempt -> attempt.ended(AttemptOutcome.LOST, lost.at(), null))
                .with(live.course().waiting(TaskStatus.QUEUED, live.course().runAt()));
          }
          case TaskEvent.TaskPreempted preempted -> {
            TaskView live = live(task, event);
            yield live.withCurrentAttempt(
                    attempt -> attempt.ended(AttemptOutcome.PREEMPTED, preempted.at(), null))
                .with(live.course().waiting(TaskStatus.QUEUED, live.course().runAt()));
          }
          case TaskEvent.TaskCancelRequested asked -> {
            TaskView live = live(task, event);
            yield live.with(
                live.course()
                    .asked(new CancelRequest(asked.at(), asked.reason(), asked.deadline())));
          }
          case TaskEvent.TaskSucceeded end ->
              ended(live(task, event), TaskStatus.SUCCEEDED, end.at(), null, end.result());
          case TaskEvent.TaskFailed end ->
              ended(
                  task == null ? unreadable(identity, end.at()) : live(task, event),
                  TaskStatus.FAILED,
                  end.at(),
                  end.error(),
                  Map.of());
          case TaskEvent.TaskCancelled end ->
              ended(
                  live(task, event),
                  TaskStatus.CANCELLED,
                  end.at(),
                  new TaskError(end.reason().code(), end.reason().message(), false),
                  Map.of());
          case TaskEvent.TaskExpired end ->
              ended(
                  live(task, event),
                  TaskStatus.EXPIRED,
                  end.at(),
                  new TaskError("expired", "It waited longer than it was allowed to", true),
                  Map.of());
          case TaskEvent.TaskSuperseded end ->
              ended(
                  live(task, event),
                  TaskStatus.SUPERSEDED,
                  end.at(),
                  new TaskError("superseded", "Task " + end.by() + " took its place", false),
                  Map.of());
        };
    return next.with(next.course().at(next.version().next()));
  }

  /** A command that nobody could read fails its task, and that is all there ever is of it. */
  private static TaskView unreadable(TaskIdentity identity, Instant at) {
    return new TaskView(
        TaskOrder.unreadable(identity, at),
        TaskOptions.USUAL,
        TaskCourse.accepted(TaskStatus.QUEUED, null, Version.NONE),
        new TreeMap<>());
  }

  private static TaskView takenIn(
      @Nullable TaskView task,
      TaskIdentity identity,
      TaskDescription description,
      TaskStatus state,
      @Nullable Instant runAt) {
    if (task == null) {
      return new TaskView(
          TaskOrder.of(identity, description),
          description.options(),
          TaskCourse.accepted(state, runAt, Version.NONE),
          new TreeMap<>());
    }
    if (task.course().state().ended()) {
      throw new Inapplicable("The task has ended and cannot be queued again");
    }
    return task.with(task.course().waiting(state, runAt));
  }

  private static TaskView started(TaskView task, TaskEvent.TaskStarted started) {
    long number = started.attempt().value();
    return task.with(
            task.course().started(started.at(), number, started.worker(), started.steps().size()))
        .withAttempt(AttemptView.started(number, started.worker(), started.at(), started.steps()));
  }

  /**
   * Steps are also told of after the end: what a task has done is taken back while its lane is
   * still held.
   */
  private static TaskView step(
      TaskView task, Attempt number, int step, UnaryOperator<StepView> change) {
    AttemptView before = task.attempts().get(number.value());
    if (before == null && number.value() < task.course().attempt()) {
      return task; // told of an attempt that is over, and not at hand
    }
    if (before == null || step < 1) {
      throw new Inapplicable("Step " + step + " belongs to no known attempt " + number);
    }
    AttemptView after = before.withStep(step, change);
    TaskView changed = task.withAttempt(after);
    if (number.value() != task.course().attempt() || task.course().state().ended()) {
      return changed;
    }
    return changed.with(
        task.course()
            .advanced(new TaskProgress(after.completed(), after.steps().size(), after.running())));
  }

  private static TaskView ended(
      TaskView task,
      TaskStatus end,
      Instant at,
      @Nullable TaskError error,
      Map<String, String> result) {
    return task.withCurrentAttempt(attempt ->
            attempt.ended(AttemptOutcome.with(end), at, end == TaskStatus.FAILED ? error : null))
        .with(task.course().ended(end, at, error, result));
  }

  private static TaskView known(@Nullable TaskView task, TaskEvent event) {
    if (task == null) {
      throw new Inapplicable(
          event.getClass().getSimpleName() + " came before anything said what the task is");
    }
    return task;
  }

  private static TaskView live(@Nullable TaskView task, TaskEvent event) {
    TaskView known = known(task, event);
    if (known.course().state().ended()) {
      throw new Inapplicable(
          event.getClass().getSimpleName()
              + " came after the task had "
              + known.course().state().wireName());
    }
    return known;
  }
}
