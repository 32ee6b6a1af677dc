package io.rickyard.worker.trace;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.service.trace.Span;
import io.rickyard.service.trace.SpanAttribute;
import io.rickyard.service.trace.SpanKind;
import io.rickyard.service.trace.Tracing;
import io.rickyard.worker.engine.Traces.AttemptTrace;
import io.rickyard.worker.task.Claim;

/**
 * An attempt, and each of its steps below it. It hangs where the stored command says, so that every
 * attempt of a task, whichever worker makes it, is in the trace of the request that asked for it.
 */
final class AttemptSpan implements AttemptTrace {

  /** A lost lease forbids the attempt to say anything more. */
  private static final String LEASE_LOST = "lease_lost";

  private final Tracing tracing;
  private final Span attempt;
  private Span step = Span.NONE;
  private int undone;
  private boolean ended;

  AttemptSpan(Tracing tracing, Claim claim, WorkerId worker) {
    this.tracing = tracing;
    var task = claim.task();
    var command = task.command();
    attempt =
        tracing
            .begin(SpanKind.INTERNAL, "attempt " + task.type().wireName(), command.trace())
            .with(SpanAttribute.TASK, task.id())
            .with(SpanAttribute.TASK_TYPE, task.type().wireName())
            .with(SpanAttribute.TASK_QUEUE, task.queue().wireName())
            .with(SpanAttribute.TASK_ATTEMPT, claim.standing().attempt())
            .with(SpanAttribute.ORGANIZATION, task.organization())
            .with(SpanAttribute.PROJECT, command.project())
            .with(SpanAttribute.CORRELATION, command.correlationId())
            .with(SpanAttribute.WORKER, worker)
            .with(SpanAttribute.ATTEMPT_UNDOES, claim.ending() == null ? null : true);
  }

  @Override
  public void told(TaskEvent event) {
    switch (event) {
      case TaskEvent.StepStarted started ->
          step =
              tracing
                  .begin(SpanKind.INTERNAL, "step " + started.name(), attempt.context())
                  .with(SpanAttribute.STEP, started.step())
                  .with(SpanAttribute.TASK_ATTEMPT, started.attempt().value());
      case TaskEvent.StepCompleted completed -> {
        step.with(SpanAttribute.STEP_SKIPPED, completed.skipped());
        leaveStep();
      }
      case TaskEvent.StepFailed failed -> {
        step.fail(failed.error().code());
        leaveStep();
      }
      case TaskEvent.StepUndone _ -> undone++;
      case TaskEvent.TaskRetryScheduled again -> failed("retried", again.error().code());
      case TaskEvent.TaskFailed failed -> failed("failed", failed.error().code());
      case TaskEvent.TaskSucceeded _ -> ended("succeeded");
      case TaskEvent.TaskCancelled _ -> ended("cancelled");
      case TaskEvent.TaskPreempted _ -> ended("preempted");
      case TaskEvent.TaskExpired _ -> ended("expired");
      case TaskEvent.TaskSuperseded _ -> ended("superseded");
      case TaskEvent.TaskScheduled _,
          TaskEvent.TaskQueued _,
          TaskEvent.TaskDue _,
          TaskEvent.TaskStarted _,
          TaskEvent.TaskWorkerLost _,
          TaskEvent.TaskCancelRequested _ -> {}
    }
  }

  @Override
  public void over() {
    if (!ended) {
      failed("abandoned", LEASE_LOST);
    }
    leaveStep();
    attempt.with(SpanAttribute.STEPS_UNDONE, undone == 0 ? null : undone);
    attempt.end();
  }

  private void leaveStep() {
    step.end();
    step = Span.NONE;
  }

  private void failed(String outcome, String code) {
    attempt.fail(code);
    ended(outcome);
  }

  private void ended(String outcome) {
    attempt.with(SpanAttribute.ATTEMPT_OUTCOME, outcome);
    ended = true;
  }
}
