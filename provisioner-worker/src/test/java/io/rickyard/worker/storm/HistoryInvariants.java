package io.rickyard.worker.storm;

import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskQueue;
import java.util.List;

/** A task's events are the steps of one valid life, which ends once. */
final class HistoryInvariants {

  /** Where a task stands after an event. */
  private enum Stands {
    NOWHERE,
    SCHEDULED,
    QUEUED,
    RUNNING,
    RETRYING,
    LOST,
    OVER
  }

  private final TaskPlan task;
  private final List<TaskEvent> events;
  private final Findings findings;
  private Stands stands = Stands.NOWHERE;
  private long attempt;
  private int step;
  private boolean inStep;
  private int kept;
  private int undone;
  private int requests;

  private HistoryInvariants(TaskPlan task, List<TaskEvent> events, Findings findings) {
    this.task = task;
    this.events = events;
    this.findings = findings;
  }

  static Findings of(Histories histories, Model model) {
    var findings = new Findings();
    findings.addAll(histories.findings());
    for (TaskPlan task : model.tasks()) {
      var life = new HistoryInvariants(task, histories.of(task.number()), findings);
      life.events.forEach(life::happens);
      life.require(life.stands == Stands.OVER, "has not ended");
    }
    return findings;
  }

  private void happens(TaskEvent event) {
    switch (event) {
      case TaskEvent.TaskScheduled _ -> {
        require(task.delay() != null, "was scheduled and is not");
        goes(Stands.SCHEDULED, event, Stands.NOWHERE);
      }
      case TaskEvent.TaskQueued _ -> goes(Stands.QUEUED, event, Stands.NOWHERE);
      case TaskEvent.TaskDue _ -> goes(Stands.QUEUED, event, Stands.SCHEDULED, Stands.RETRYING);
      case TaskEvent.TaskStarted started -> starts(started);
      case TaskEvent.StepStarted started -> {
        isIn(started.attempt().value(), event);
        require(started.step() == step + 1 && !inStep, "takes its steps in another order");
        inStep = true;
      }
      case TaskEvent.StepCompleted completed -> completes(completed);
      case TaskEvent.StepFailed failed -> {
        isIn(failed.attempt().value(), event);
        require(failed.step() == step + 1, "fails at a step where it is not");
        inStep = false;
      }
      case TaskEvent.StepUndone back -> {
        require(StormHandler.UNDONE.contains(task.type()), "is undone, and its type is not");
        require(undone == 0 || back.step() < undone, "is not undone last step first");
        undone = back.step();
      }
      case TaskEvent.TaskRetryScheduled retry -> {
        require(retry.attempt().value() == attempt, "tells of another attempt");
        goes(Stands.RETRYING, event, Stands.RUNNING);
      }
      case TaskEvent.TaskWorkerLost lost -> {
        require(lost.attempt().value() == attempt, "tells of another attempt");
        undone = 0;
        goes(Stands.LOST, event, Stands.RUNNING, Stands.RETRYING, Stands.LOST);
      }
      case TaskEvent.TaskPreempted put -> {
        require(task.queue() == TaskQueue.BATCH, "made room, and is not of the batch queue");
        require(put.keptSteps() == step, "keeps other steps than it finished");
        kept = put.keptSteps();
        goes(Stands.QUEUED, event, Stands.RUNNING);
      }
      case TaskEvent.TaskCancelRequested _ -> {
        require(++requests == 1, "was asked to stop twice");
        goes(stands, event, Stands.QUEUED, Stands.RUNNING, Stands.RETRYING, Stands.LOST);
      }
      case TaskEvent.TaskSucceeded _ -> {
        boolean through = task.lock() != null || (step == task.script().steps() && !inStep);
        require(through, "succeeded before its last step");
        goes(Stands.OVER, event, Stands.RUNNING);
      }
      case TaskEvent.TaskFailed _, TaskEvent.TaskCancelled _ -> {
        require(stands != Stands.NOWHERE, "ended before it came");
        goes(Stands.OVER, event, stands == Stands.OVER ? Stands.NOWHERE : stands);
      }
      case TaskEvent.TaskExpired _ -> {
        require(attempt == 0, "expired after it began");
        goes(Stands.OVER, event, Stands.SCHEDULED, Stands.QUEUED);
      }
      case TaskEvent.TaskSuperseded _ ->
          goes(Stands.OVER, event, Stands.SCHEDULED, Stands.QUEUED, Stands.RETRYING, Stands.LOST);
    }
  }

  private void starts(TaskEvent.TaskStarted started) {
    require(started.attempt().value() == attempt + 1, "does not count its attempts");
    int steps = task.lock() == null ? task.script().steps() : 0;
    require(started.steps().size() == steps, "tells of other steps");
    attempt = started.attempt().value();
    step = 0;
    inStep = false;
    undone = 0;
    goes(Stands.RUNNING, started, Stands.QUEUED, Stands.LOST);
  }

  private void completes(TaskEvent.StepCompleted completed) {
    isIn(completed.attempt().value(), completed);
    require(completed.step() == step + 1, "completes its steps in another order");
    boolean keeps = completed.step() <= kept;
    require(
        completed.skipped() == keeps && inStep != keeps, "takes a step again that it has finished");
    step = completed.step();
    inStep = false;
  }

  private void isIn(long of, TaskEvent event) {
    require(of == attempt, "tells of another attempt");
    goes(Stands.RUNNING, event, Stands.RUNNING);
  }

  private void goes(Stands next, TaskEvent event, Stands... from) {
    require(
        List.of(from).contains(stands),
        "is %s when %s comes".formatted(stands, event.getClass().getSimpleName()));
    stands = next;
  }

  private void require(boolean holds, String otherwise) {
    findings.require(
        holds,
        "task %d %s: %s",
        task.number(),
        otherwise,
        holds ? "" : events.stream().map(event -> event.getClass().getSimpleName()).toList());
  }
}
