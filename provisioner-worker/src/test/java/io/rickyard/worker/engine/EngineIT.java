package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.project;
import static io.rickyard.worker.engine.Commands.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.probe.ProbeHandler;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class EngineIT {

  private EngineRig rig;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void aShortTaskIsToldWithOneMessage() {
    // given
    var engine = rig.start(new ProbeHandler());
    var submit = submit(QUICK);

    // when
    rig.take(engine, submit);

    // then
    rig.awaitEnd(id(submit));
    assertThat(rig.lives().names(id(submit)))
        .containsExactly(
            "TaskQueued", "TaskStarted", "StepStarted", "StepCompleted", "TaskSucceeded");
    Eventually.until(() -> rig.count("task") == 0 && rig.count("running") == 0);
    assertThat(rig.count("ended")).isOne();
  }

  @Test
  void aRepeatedSubmitStartsNothingTwice() {
    // given
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var engine = rig.start(handler);
    var submit = submit(QUICK);
    rig.take(engine, submit, submit);
    rig.awaitEnd(id(submit));

    // when
    rig.take(engine, submit);

    // then
    var other = submit(QUICK);
    rig.take(engine, other);
    rig.awaitEnd(id(other));
    assertThat(handler.effects()).containsExactly(id(submit), id(other));
  }

  @Test
  void logLinesAreNumberedWithoutGapsOverAttempts() {
    // given
    var engine = rig.start(new ProbeHandler());
    var submit = submit(new PlatformProbe(2, Duration.ZERO, 2, 2, true, 3, 5));

    // when
    rig.take(engine, submit);

    // then
    rig.awaitEnd(id(submit));
    Eventually.asserted(() -> assertThat(rig.lives().log(id(submit))).hasSize(30));
  }

  @Test
  void aFailureIsTriedAgainUntilThePolicySaysNo() {
    // given
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              throw new TaskFailure("broken", "It is broken", true);
            });
    var engine = rig.start(handler);
    var submit = submit(QUICK);

    // when
    rig.take(engine, submit);

    // then
    rig.awaitEnd(id(submit));
    assertThat(rig.lives().names(id(submit)))
        .containsSubsequence(
            "TaskStarted",
            "StepFailed",
            "TaskRetryScheduled",
            "TaskDue",
            "TaskStarted",
            "StepFailed",
            "TaskRetryScheduled",
            "TaskDue",
            "TaskStarted",
            "StepFailed",
            "StepUndone",
            "TaskFailed");
    Eventually.asserted(
        () -> assertThat(handler.heard().get(id(submit))).isInstanceOf(TaskEnd.Failed.class));
  }

  @Test
  void moreTasksThanSlotsAllRun() {
    // given
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var engine = rig.start(handler);
    var submits = IntStream.range(0, 1_000).mapToObj(_ -> submit(QUICK)).toList();

    // when
    rig.take(engine, submits);

    // then
    var ids = ids(submits);
    rig.awaitEnds(ids);
    assertThat(handler.effects()).containsExactlyInAnyOrderElementsOf(ids);
    Eventually.until(() -> rig.count("ready") + rig.count("flow") + rig.count("running") == 0);
  }

  @Test
  void twoWorkersGiveEachTaskOneEffect() {
    // given
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var one = rig.start(handler);
    var other = rig.start(handler);
    List<Envelope<SubmitTask>> submits = new ArrayList<>();
    IntStream.range(0, 3_000)
        .forEach(i -> submits.add(submit(Commands.organization(i % 7), QUICK)));

    // when
    for (int from = 0; from < submits.size(); from += 100) {
      var batch = submits.subList(from, from + 100);
      rig.take(from % 200 == 0 ? one : other, batch);
      rig.take(from % 200 == 0 ? other : one, batch); // redelivered to the other one
    }

    // then
    rig.awaitEnds(ids(submits));
    assertThat(handler.effects()).containsExactlyInAnyOrderElementsOf(ids(submits));
    var lives = rig.lives();
    assertThat(ids(submits)).allSatisfy(id -> assertThat(lives.ends(id)).isOne());
  }

  @Test
  void aLaneRunsOneTaskAtATimeInItsOrder() {
    // given
    var running = new AtomicInteger();
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              assertThat(running.incrementAndGet()).isOne();
              running.decrementAndGet();
            });
    var one = rig.start(handler);
    rig.start(handler);
    var submits = IntStream.range(0, 60).mapToObj(_ -> submit(project(1), QUICK)).toList();

    // when
    submits.forEach(submit -> rig.take(one, submit));

    // then
    rig.awaitEnds(ids(submits));
    assertThat(handler.effects()).containsExactlyElementsOf(ids(submits));
  }

  @Test
  void aScheduledTaskRunsWhenItIsDue() {
    // given
    var engine = rig.start(new ProbeHandler());
    var submit = Commands.at(Instant.now().plusMillis(300), QUICK);

    // when
    rig.take(engine, submit);

    // then
    rig.awaitEnd(id(submit));
    assertThat(rig.lives().names(id(submit))).startsWith("TaskScheduled", "TaskDue", "TaskStarted");
  }

  @Test
  void aLostRightFailsTheTaskBeforeItRuns() {
    // given
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var engine = rig.start(EngineRig.SETTINGS, (_, _, _, _) -> true, handler);
    var submit = submit(QUICK);

    // when
    rig.take(engine, submit);

    // then
    rig.awaitEnd(id(submit));
    assertThat(rig.lives().of(id(submit)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("right_lost"));
    assertThat(handler.effects()).isEmpty();
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }

  private static List<TaskId> ids(List<Envelope<SubmitTask>> submits) {
    return submits.stream().map(EngineIT::id).toList();
  }

  @Test
  void aStepThatTakesItsTimeIsToldWhileItRuns() {
    // given
    var release = new CountDownLatch(1);
    var engine = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> release.await()));
    var submit = submit(QUICK);

    // when
    rig.take(engine, submit);

    // then
    Eventually.asserted(() ->
        assertThat(rig.lives().names(id(submit)))
            .containsExactly("TaskQueued", "TaskStarted", "StepStarted"));
    release.countDown();
    rig.awaitEnd(id(submit));
  }
}
