package io.rickyard.worker.engine;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.worker.engine.Execution.Stop;
import io.rickyard.worker.task.RightsCheck;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one attempt on the calling thread, from its start to its outcome.
 *
 * <ol>
 *   <li>Who has lost the right, and what was cancelled before, does not start. What only has to be
 *       undone is undone and ends.
 *   <li>Each step looks whether it is done before it acts.
 *   <li>A failure is tried again as the policy says; what is given up or cancelled is undone, last
 *       step first, where its type says so: in a later attempt all steps, since an earlier one may
 *       have come further.
 * </ol>
 */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final Handlers handlers;
  private final RightsCheck rights;
  private final DoubleSupplier random;

  Attempts(Handlers handlers, RightsCheck rights, DoubleSupplier random) {
    this.handlers = handlers;
    this.rights = rights;
    this.random = random;
  }

  /** Runs it; this loop owns the thread, so nothing a handler throws may leave it. */
  void run(Execution execution) {
    execution.begin();
    Outcome outcome;
    try {
      outcome = attempt(execution);
    } catch (RuntimeException | Error e) {
      LOG.error(
          "event=attempt_broken task={} attempt={} follows=\"treated as a failure\"",
          execution.run().taskId(),
          execution.attempt(),
          e);
      var ending = execution.claim().ending();
      outcome =
          ending == null
              ? tryAgain(execution, List.of(), Errors.internal(e))
              : new Outcome.Over(ending);
    }
    execution.finished();
    execution.finish(outcome);
  }

  private Outcome attempt(Execution execution) {
    var run = execution.run();
    if (execution.stopped() == Stop.CANCELLED && run.attempt().value() == 1) {
      return cancelled(execution);
    }
    if (rights.lost(run.organization(), run.project(), run.actor(), run.input().taskType())) {
      return failed(Errors.RIGHT_LOST);
    }
    Optional<TaskHandler> handler = handlers.of(run.input().taskType());
    if (handler.isEmpty()) {
      return failed(Errors.TYPE_NOT_AVAILABLE);
    }
    List<Step> steps;
    try {
      steps = List.copyOf(handler.get().plan(run));
    } catch (TaskFailure e) {
      return unplanned(execution, e);
    }
    var ending = execution.claim().ending();
    if (ending != null) {
      return undo(execution, steps) || !goesToOthers(execution)
          ? new Outcome.Over(ending)
          : new Outcome.Abandoned();
    }
    execution.tell(
        new TaskEvent.TaskStarted(
            execution.now(),
            run.attempt(),
            execution.worker(),
            steps.stream().map(Step::name).toList()));
    if (execution.budgetSpent(execution.now())) {
      return givenUp(execution, steps, Errors.BUDGET_SPENT);
    }
    for (int step = 1; step < steps.size(); step++) {
      if (handler.get().yieldsAfter(run, step)) {
        execution.yieldPoints().declare(step);
      }
    }
    return steps(execution, steps);
  }

  /** No step was begun, so the attempt is told without any. */
  private Outcome unplanned(Execution execution, TaskFailure failure) {
    var ending = execution.claim().ending();
    if (ending != null) {
      return new Outcome.Over(ending);
    }
    execution.tell(
        new TaskEvent.TaskStarted(
            execution.now(), execution.attempt(), execution.worker(), List.of()));
    return tryAgain(execution, List.of(), failure.error());
  }

  /** What has to be undone elsewhere stays as it is; who takes it over undoes the rest. */
  private static boolean goesToOthers(Execution execution) {
    return switch (execution.stopped()) {
      case WORKER_STOPS, LEASE_LOST -> true;
      case NONE, CANCELLED, TIMED_OUT, SILENT, BUDGET_SPENT -> false;
    };
  }

  private Outcome steps(Execution execution, List<Step> steps) {
    List<Step> begun = new ArrayList<>();
    for (Step step : steps) {
      int number = begun.size() + 1;
      begun.add(step);
      // What earlier attempts began is to be undone as well.
      List<Step> touched = execution.attempt().equals(Attempt.FIRST) ? begun : steps;
      if (number <= execution.claim().keptSteps()) {
        execution.tell(
            new TaskEvent.StepCompleted(execution.now(), execution.attempt(), number, true));
        continue;
      }
      try {
        execution.checkpoint();
        execution.tell(
            new TaskEvent.StepStarted(execution.now(), execution.attempt(), number, step.name()));
        boolean skipped = step.done(execution);
        if (!skipped) {
          step.run(execution);
        }
        execution.tell(
            new TaskEvent.StepCompleted(execution.now(), execution.attempt(), number, skipped));
        if (execution.yieldPoints().passed(number)) {
          return new Outcome.PutBack(number);
        }
      } catch (TaskFailure e) {
        LOG.info(
            "event=step_failed task={} attempt={} step={} code={}",
            execution.run().taskId(),
            execution.attempt(),
            number,
            e.code(),
            e.getCause());
        return stepFailed(execution, number, touched, e.error());
      } catch (InterruptedException e) {
        return interrupted(execution, number, touched, e);
      } catch (RuntimeException | Error e) {
        // A handler's own mistake must not cost more than the attempt; the log has the trace.
        LOG.error(
            "event=step_broken task={} attempt={} step={}",
            execution.run().taskId(),
            execution.attempt(),
            number,
            e);
        return stepFailed(execution, number, touched, Errors.internal(e));
      }
    }
    return new Outcome.Over(new TaskEnd.Succeeded(execution.result()));
  }

  private Outcome stepFailed(Execution execution, int number, List<Step> touched, TaskError error) {
    execution.tell(new TaskEvent.StepFailed(execution.now(), execution.attempt(), number, error));
    return tryAgain(execution, touched, error);
  }

  private Outcome interrupted(
      Execution execution, int number, List<Step> touched, InterruptedException cause) {
    return switch (execution.stopped()) {
      case CANCELLED -> {
        boolean _ = undo(execution, touched);
        yield cancelled(execution);
      }
      case TIMED_OUT -> stepFailed(execution, number, touched, Errors.TIMED_OUT);
      case SILENT -> stepFailed(execution, number, touched, Errors.SILENT);
      case BUDGET_SPENT -> stepFailed(execution, number, touched, Errors.BUDGET_SPENT);
      case WORKER_STOPS -> new Outcome.HandedBack();
      case LEASE_LOST -> new Outcome.Abandoned();
      // Nobody asked for it: the step interrupted itself.
      case NONE -> stepFailed(execution, number, touched, Errors.internal(cause));
    };
  }

  private Outcome tryAgain(Execution execution, List<Step> touched, TaskError error) {
    var type = execution.run().input().taskType();
    var handler = handlers.of(type);
    if (error.retryable() && handler.isPresent()) {
      var failures = execution.claim().standing().failures() + 1;
      var delay =
          handler
              .get()
              .retryPolicy(execution.run().input())
              .changedBy(
                  execution.claim().task().submit().options().retry(),
                  handler.get().terms().mostAttempts())
              .delayAfter(new Attempt(failures), random.getAsDouble());
      if (delay.isPresent() && execution.budgetSpent(execution.now().plus(delay.get()))) {
        return givenUp(execution, touched, Errors.budgetSpent(error));
      }
      if (delay.isPresent()) {
        return new Outcome.TryAgain(error, delay.get());
      }
    }
    return givenUp(execution, touched, error);
  }

  private Outcome givenUp(Execution execution, List<Step> touched, TaskError error) {
    boolean _ = undo(execution, touched);
    return failed(error);
  }

  private static Outcome failed(TaskError error) {
    return new Outcome.Over(new TaskEnd.Failed(error));
  }

  private static Outcome cancelled(Execution execution) {
    return new Outcome.Over(new TaskEnd.Cancelled(execution.cancelReason()));
  }

  /**
   * Takes back what was done; a step that cannot be undone is told and left. False when it had to
   * stop before it was through.
   */
  private boolean undo(Execution execution, List<Step> begun) {
    if (!handlers.undoes(execution.run().input())) {
      return true;
    }
    var _ = Thread.interrupted();
    for (int number = begun.size(); number > 0; number--) {
      try {
        begun.get(number - 1).undo(new Undoing(execution));
        execution.tell(new TaskEvent.StepUndone(execution.now(), execution.attempt(), number));
      } catch (TaskFailure e) {
        execution.log(LogLevel.ERROR, "Step " + number + " could not be undone: " + e.getMessage());
      } catch (RuntimeException e) {
        // A handler's own mistake must not keep the other steps from being undone.
        LOG.error(
            "event=undo_broken task={} step={} follows=\"goes on with the step before\"",
            execution.run().taskId(),
            number,
            e);
        execution.log(LogLevel.ERROR, "Step " + number + " could not be undone");
      } catch (InterruptedException _) {
        return false; // the lease is lost or the worker stops; who goes on undoes
      }
    }
    return true;
  }
}
