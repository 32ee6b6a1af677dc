package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.project;
import static io.rickyard.worker.engine.Commands.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.engine.ScriptedHandler.Script;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class LostWorkerIT {

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
  void aStoppedWorkerHandsItsTasksToTheNext() {
    // given
    var blocked = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var first =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                _ -> {
                  begun.countDown();
                  blocked.await();
                }));
    var submit = submit(project(4), QUICK);
    rig.take(first, submit);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    first.close();

    // then
    assertThat(rig.count("running")).isZero();
    var heir = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    rig.start(heir);
    rig.awaitEnd(id(submit));
    assertThat(heir.effects()).containsExactly(id(submit));
    assertThat(rig.lives().names(id(submit)))
        .containsSubsequence(
            "TaskStarted", "TaskRetryScheduled", "TaskDue", "TaskStarted", "TaskSucceeded");
  }

  @Test
  void aLostWorkersTaskIsRunAgainAndItsLateEndIsRefused() {
    // given
    var release = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    Script stallsOnce =
        _ -> {
          if (begun.getCount() > 0) {
            begun.countDown();
            ScriptedHandler.deafly(release);
          }
        };
    var stalled = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, stallsOnce));
    var submit = submit(QUICK);
    rig.take(stalled, submit);
    Eventually.until(() -> begun.getCount() == 0);
    rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, stallsOnce));

    // when
    rig.execute("delete from worker where id = '" + stalled.worker() + "'");

    // then
    rig.awaitEnd(id(submit));
    release.countDown();
    var after = submit(QUICK);
    rig.take(stalled, after);
    rig.awaitEnd(id(after));
    assertThat(rig.lives().ends(id(submit))).isOne();
    assertThat(rig.lives().names(id(submit)))
        .containsSubsequence("TaskStarted", "TaskWorkerLost", "TaskStarted", "TaskSucceeded");
  }

  @Test
  void aTaskThatComesBackToTheWorkerThatLostItStopsItsFormerAttempt() {
    // given
    var begun = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Script stallsOnce =
        _ -> {
          if (begun.getCount() > 0) {
            begun.countDown();
            try {
              new CountDownLatch(1).await();
            } finally {
              interrupted.countDown();
            }
          }
        };
    var only =
        rig.start(
            EngineRig.labelled("zone", "north"),
            (_, _, _, _) -> false,
            new ScriptedHandler(BuiltInType.PLATFORM_PROBE, stallsOnce));
    var submit = Commands.labelled("zone", "north");
    rig.take(only, submit);
    Eventually.until(() -> begun.getCount() == 0);
    rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, stallsOnce));

    // when
    rig.execute("delete from worker where id = '" + only.worker() + "'");

    // then
    rig.awaitEnd(id(submit));
    Eventually.until(() -> interrupted.getCount() == 0);
    assertThat(rig.lives().names(id(submit)))
        .containsSubsequence("TaskStarted", "TaskWorkerLost", "TaskStarted", "TaskSucceeded");
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
