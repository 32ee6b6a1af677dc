package io.rickyard.worker.storm;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.Concurrency.Policy;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.worker.lane.Replacement;
import io.rickyard.worker.task.TaskEnd;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Each task ends as somebody asked, as its handler failed, or as its options say: never else. */
final class EndInvariants {

  /** The code with which scripts fail. */
  static final String BROKEN = "storm_broken";

  /** The code with which a resource refuses an older token; nobody may ever hear it. */
  static final String FENCED = "storm_fenced";

  private static final int MOST_LOSSES = 5;

  private final Histories histories;
  private final Model model;
  private final Stage stage;
  private final Findings findings = new Findings();

  private EndInvariants(Histories histories, Model model, Stage stage) {
    this.histories = histories;
    this.model = model;
    this.stage = stage;
  }

  static Findings of(Histories histories, Model model, Stage stage) {
    var invariants = new EndInvariants(histories, model, stage);
    for (TaskPlan task : model.tasks()) {
      List<TaskEvent> events = histories.of(task.number());
      if (!events.isEmpty()) {
        invariants.ended(task, events);
      }
    }
    return invariants.findings;
  }

  private void ended(TaskPlan task, List<TaskEvent> events) {
    TaskEvent end = events.getLast();
    boolean allowed =
        switch (end) {
          case TaskEvent.TaskSucceeded _ -> task.lock() == null || model.wasReleased(task.number());
          case TaskEvent.TaskFailed failed -> mayFail(task, failed.error());
          case TaskEvent.TaskCancelled cancelled -> mayBeCancelled(task, cancelled.reason());
          case TaskEvent.TaskExpired _ -> task.options().queueTimeout() != null;
          case TaskEvent.TaskSuperseded superseded -> mayGiveWay(task, superseded.by());
          case TaskEvent.TaskScheduled _,
              TaskEvent.TaskQueued _,
              TaskEvent.TaskDue _,
              TaskEvent.TaskStarted _,
              TaskEvent.StepStarted _,
              TaskEvent.StepCompleted _,
              TaskEvent.StepFailed _,
              TaskEvent.StepUndone _,
              TaskEvent.TaskRetryScheduled _,
              TaskEvent.TaskWorkerLost _,
              TaskEvent.TaskPreempted _,
              TaskEvent.TaskCancelRequested _ ->
              false; // not an end; the history's own invariants say so
        };
    findings.require(allowed, "task %d must not end so: %s (%s)", task.number(), end, task);
    if (model.cancelledFirst().contains(task.number())) {
      findings.require(
          end instanceof TaskEvent.TaskCancelled && events.size() == 2,
          "task %d was cancelled before it came, and did this: %s",
          task.number(),
          events);
    }
    for (TaskEvent event : events) {
      findings.require(
          !(event instanceof TaskEvent.StepFailed failed && failed.error().code().equals(FENCED)),
          "task %d told what an attempt without its token did",
          task.number());
    }
    if (StormHandler.LISTENING.contains(task.type())) {
      heard(task, end);
    }
  }

  private void heard(TaskPlan task, TaskEvent end) {
    List<TaskEnd> heard = stage.heard(task);
    String name = end.getClass().getSimpleName();
    findings.require(
        !heard.isEmpty()
            && heard.stream().allMatch(one -> name.endsWith(one.getClass().getSimpleName())),
        "task %d ended with %s, and its handlers heard %s",
        task.number(),
        name,
        heard);
  }

  private boolean mayFail(TaskPlan task, TaskError error) {
    var options = task.options();
    long failures = histories.count(task.number(), TaskEvent.StepFailed.class);
    return switch (error.code()) {
      case BROKEN ->
          task.script().failures() > 0
              && (!task.script().retryable() || failures == task.attempts());
      case "run_timeout" -> options.runTimeout() != null && failures == task.attempts();
      case "budget_spent" -> options.budget() != null;
      case "generation_stale" -> task.generation() != null;
      case "lease_ended" -> task.lock() != null;
      case "concurrency_rejected" ->
          sameKey(task).findAny().isPresent() && policy(task) == Policy.REJECT;
      case "worker_lost" ->
          histories.count(task.number(), TaskEvent.TaskWorkerLost.class) > MOST_LOSSES;
      default -> false;
    };
  }

  private boolean mayBeCancelled(TaskPlan task, Reason reason) {
    return switch (reason.code()) {
      case World.ASKED -> model.cancels().containsKey(task.number());
      case "parent_cancelled" -> {
        TaskId parent = task.options().parent();
        yield parent != null && wasCancelled(Chronicle.number(parent));
      }
      case "project_deleted" ->
          sameLane(task).anyMatch(other -> other.type() == BuiltInType.STACK_DELETE);
      case "concurrency_cancelled" ->
          sameKey(task).anyMatch(other -> policy(other) == Policy.CANCEL_RUNNING);
      case "released" -> model.wasReleased(task.number());
      default -> false;
    };
  }

  /** It, or something above it, was asked to stop. */
  private boolean wasCancelled(int number) {
    var events = histories.of(number);
    boolean told =
        events.stream()
            .anyMatch(event ->
                event instanceof TaskEvent.TaskCancelled
                    || event instanceof TaskEvent.TaskCancelRequested);
    if (told || model.cancels().containsKey(number)) {
      return true;
    }
    TaskId parent = model.task(number).options().parent();
    return parent != null && wasCancelled(Chronicle.number(parent));
  }

  private boolean mayGiveWay(TaskPlan older, TaskId by) {
    int number = Chronicle.number(by);
    TaskPlan newer = model.task(number);
    boolean sameKey =
        sameKey(older).anyMatch(other -> other.number() == number)
            && (policy(newer) == Policy.REPLACE_QUEUED || policy(newer) == Policy.CANCEL_RUNNING);
    boolean begun = histories.count(older.number(), TaskEvent.TaskStarted.class) > 0;
    boolean byTable =
        sameLane(older).anyMatch(other -> other.number() == number)
            && (begun
                ? Replacement.passesRetrying(newer.type())
                : Replacement.replacesWaiting(newer.type(), older.type()));
    return model.isAccepted(number) && (byTable || (sameKey && !begun));
  }

  private Stream<TaskPlan> sameLane(TaskPlan task) {
    return model.tasks().stream()
        .filter(
            other -> other.number() != task.number() && other.resource().equals(task.resource()));
  }

  private Stream<TaskPlan> sameKey(TaskPlan task) {
    var own = task.options().concurrency();
    return sameLane(task)
        .filter(other -> {
          var its = other.options().concurrency();
          return own != null && its != null && Objects.equals(own.key(), its.key());
        });
  }

  private static Policy policy(TaskPlan task) {
    var concurrency = task.options().concurrency();
    return concurrency == null ? Policy.QUEUE : concurrency.policy();
  }
}
