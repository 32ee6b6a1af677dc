package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.project;
import static io.rickyard.worker.engine.Commands.submit;
import static io.rickyard.worker.engine.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Backoff;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.Concurrency.Policy;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class DeadlinesIT {

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
  void aTaskThatWaitsTooLongBehindItsLaneExpires() {
    // given
    var release = new CountDownLatch(1);
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> release.await());
    var engine = rig.start(handler);
    var first = submit(project(1), QUICK);
    var impatient = with(Options.queueTimeout(Duration.ofMillis(300)), submit(project(1), QUICK));
    var patient = submit(project(1), QUICK);

    // when
    rig.take(engine, first, impatient, patient);

    // then
    rig.awaitEnd(id(impatient));
    release.countDown();
    rig.awaitEnds(List.of(id(first), id(patient)));
    assertThat(rig.lives().names(id(impatient))).containsExactly("TaskQueued", "TaskExpired");
    assertThat(handler.effects()).containsExactly(id(first), id(patient));
    assertThat(rig.count("deadline where not met")).isZero();
  }

  @Test
  void aTaskThatFindsNoSlotInTimeExpiresAlsoWhenItsWorkerIsGoneMeanwhile() {
    // given
    var blocked = new CountDownLatch(1);
    var engine = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> blocked.await()));
    var holder = submit(project(2), QUICK);
    var waits = with(Options.queueTimeout(Duration.ofMillis(200)), submit(project(2), QUICK));
    rig.take(engine, holder, waits);

    // when
    engine.close();
    var heir = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> blocked.await());
    rig.start(heir);

    // then
    rig.awaitEnd(id(waits));
    assertThat(rig.lives().of(id(waits)).getLast()).isInstanceOf(TaskEvent.TaskExpired.class);
    blocked.countDown();
    rig.awaitEnd(id(holder));
  }

  @Test
  void aWaitIsCountedFromWhenTheTaskIsDue() {
    // given
    var release = new CountDownLatch(1);
    var engine = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> release.await()));
    var holder = with(Options.concurrency("deploy", Policy.QUEUE), submit(QUICK));
    var due = Instant.now().plusMillis(300);
    var options = Options.concurrency("deploy", Policy.QUEUE);
    var waits =
        with(
            new TaskOptions(
                0,
                Duration.ofMillis(300),
                null,
                null,
                null,
                null,
                options.concurrency(),
                options.workerLabels(),
                null),
            Commands.at(due, QUICK));

    // when
    rig.take(engine, holder, waits);

    // then
    rig.awaitEnd(id(waits));
    assertThat(rig.lives().names(id(waits)))
        .containsExactly("TaskScheduled", "TaskDue", "TaskExpired");
    assertThat(rig.lives().of(id(waits)).getLast().at()).isAfter(due.plusMillis(300));
    release.countDown();
  }

  @Test
  void anAttemptThatTakesTooLongFails() {
    // given
    var engine =
        rig.start(
            new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> new CountDownLatch(1).await()));
    var slow = with(Options.runTimeout(Duration.ofMillis(200)), submit(QUICK));

    // when
    rig.take(engine, slow);

    // then
    rig.awaitEnd(id(slow));
    assertThat(code(slow)).isEqualTo("run_timeout");
  }

  @Test
  void anAttemptThatGivesNoSignOfLifeFailsAndOneThatDoesGoesOn() {
    // given
    var silence = Duration.ofMillis(500);
    var engine =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                context -> {
                  if (context.run().project() == null) {
                    new CountDownLatch(1).await();
                  }
                  for (int sign = 0; sign < 8; sign++) {
                    context.alive();
                    boolean _ = new CountDownLatch(1).await(150, TimeUnit.MILLISECONDS);
                  }
                }));
    var silent = with(Options.silenceTimeout(silence), submit(QUICK));
    var alive = with(Options.silenceTimeout(silence), submit(project(3), QUICK));

    // when
    rig.take(engine, silent, alive);

    // then
    rig.awaitEnds(List.of(id(silent), id(alive)));
    assertThat(code(silent)).isEqualTo("silent");
    assertThat(rig.lives().of(id(alive)).getLast()).isInstanceOf(TaskEvent.TaskSucceeded.class);
  }

  @Test
  void theBudgetCountsOverAllAttemptsAndRestarts() {
    // given
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              throw new TaskFailure("broken", "It does not work", true);
            });
    var engine = rig.start(handler);
    var task = with(Options.budget(Duration.ofMillis(900), Duration.ofMillis(100)), submit(QUICK));
    rig.take(engine, task);
    Eventually.until(() -> rig.lives().names(id(task)).contains("TaskRetryScheduled"));

    // when
    engine.close();
    rig.start(handler);

    // then
    rig.awaitEnd(id(task));
    assertThat(code(task)).isEqualTo("budget_spent");
    assertThat(handler.undone()).contains(id(task));
    assertThat(rig.count("deadline")).isZero();
  }

  @Test
  void aBudgetIsSpentWhileTheTaskWaitsForItsNextAttempt() {
    // given
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            context -> {
              if (context.run().project() == null) {
                throw new TaskFailure("broken", "It does not work", true);
              }
            });
    var engine = rig.start(handler);
    var task = with(Options.budget(Duration.ofMillis(200), Duration.ofMillis(20)), submit(QUICK));

    // when
    rig.take(engine, task);

    // then
    rig.awaitEnd(id(task));
    assertThat(code(task)).isEqualTo("budget_spent");
  }

  @Test
  void aTaskIsTriedAsOftenAsItAsksForAndAsItsBackoffSays() {
    // given
    var engine =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                _ -> {
                  throw new TaskFailure("broken", "It does not work", true);
                }));
    var task = with(Options.retry(4, Backoff.Kind.LINEAR, Duration.ofMillis(30)), submit(QUICK));

    // when
    rig.take(engine, task);

    // then
    rig.awaitEnd(id(task));
    var waits =
        rig.lives().of(id(task)).stream()
            .filter(TaskEvent.TaskRetryScheduled.class::isInstance)
            .map(TaskEvent.TaskRetryScheduled.class::cast)
            .map(retry -> Duration.between(retry.at(), retry.nextAt()).toMillis())
            .toList();
    assertThat(waits).hasSize(3);
    assertThat(waits.get(0)).isBetween(29L, 35L);
    assertThat(waits.get(2)).isBetween(89L, 95L);
    assertThat(code(task)).isEqualTo("broken");
  }

  private String code(Envelope<SubmitTask> task) {
    return rig.lives().of(id(task)).getLast() instanceof TaskEvent.TaskFailed failed
        ? failed.error().code()
        : "not failed";
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
