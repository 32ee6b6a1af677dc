package io.rickyard.worker.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.TraceContext;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Claim;
import io.rickyard.worker.task.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttemptSpanTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final TaskError FAILURE = new TaskError("probe_failed", "It holds hunter2", true);

  private final ToldTracing tracing = new ToldTracing();
  private final AttemptSpan attempt = new AttemptSpan(tracing, claim(), new WorkerId("worker-1"));

  @Test
  void stepsHangBelowTheAttemptAndTheFailedOneSaysWhy() {
    // when
    attempt.told(started(1));
    attempt.told(new TaskEvent.StepCompleted(NOW, Attempt.FIRST, 1, false));
    attempt.told(started(2));
    attempt.told(new TaskEvent.StepFailed(NOW, Attempt.FIRST, 2, FAILURE));
    attempt.told(new TaskEvent.TaskRetryScheduled(NOW, Attempt.FIRST, FAILURE, NOW));
    attempt.over();

    // then
    assertThat(tracing.lines())
        .containsExactly(
            "attempt platform.probe below the intake: retried, probe_failed, ended",
            "step 1 below attempt platform.probe: ended",
            "step 2 below attempt platform.probe: probe_failed, ended");
  }

  @Test
  void attemptWhoseLeaseIsLostSaysSoAndLeavesNoStepOpen() {
    // when
    attempt.told(started(1));
    attempt.over();

    // then
    assertThat(tracing.lines())
        .containsExactly(
            "attempt platform.probe below the intake: abandoned, lease_lost, ended",
            "step 1 below attempt platform.probe: ended");
  }

  @Test
  void cancelledAttemptIsNoFailure() {
    // when
    attempt.told(started(1));
    attempt.told(new TaskEvent.TaskCancelRequested(NOW, new Reason("asked", "by a person"), NOW));
    attempt.told(new TaskEvent.StepUndone(NOW, Attempt.FIRST, 1));
    attempt.told(new TaskEvent.TaskCancelled(NOW, new Reason("asked", "by a person")));
    attempt.over();

    // then
    assertThat(tracing.lines())
        .containsExactly(
            "attempt platform.probe below the intake: cancelled, ended",
            "step 1 below attempt platform.probe: ended");
  }

  private static TaskEvent started(int step) {
    return new TaskEvent.StepStarted(NOW, Attempt.FIRST, step, Integer.toString(step));
  }

  private static Claim claim() {
    var submit =
        new SubmitTask(
            TaskId.next(),
            TaskQueue.NORMAL,
            new PlatformProbe(2, Duration.ZERO, 1, 2, true, 3, 0),
            Map.of(),
            Map.of(),
            null,
            null,
            TaskOptions.USUAL,
            NOW);
    var command =
        new Envelope<>(
            MessageId.next(),
            submit.messageType(),
            1,
            submit.taskId().toString(),
            Version.NONE,
            NOW,
            new OrganizationId("organizationaaaaaaaa"),
            null,
            null,
            new CorrelationId("test"),
            null,
            new Actor(Actor.Kind.PERSON, "somebody", null),
            new TraceContext(ToldTracing.INTAKE),
            submit);
    return new Claim(
        AcceptedTask.of(command),
        Standing.FRESH.begun(),
        1,
        new WorkerId("worker-1"),
        null,
        null,
        0);
  }
}
