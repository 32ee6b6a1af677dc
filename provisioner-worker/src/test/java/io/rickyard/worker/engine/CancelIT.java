package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.cancel;
import static io.rickyard.worker.engine.Commands.project;
import static io.rickyard.worker.engine.Commands.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.task.TaskFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class CancelIT {

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
  void aCancelThatOvertakesItsSubmitEndsIt() {
    // given
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var engine = rig.start(handler);
    var submit = submit(QUICK);
    rig.take(engine, cancel(id(submit)));

    // when
    rig.take(engine, submit);

    // then
    rig.awaitEnd(id(submit));
    assertThat(rig.lives().names(id(submit))).containsExactly("TaskQueued", "TaskCancelled");
    assertThat(handler.effects()).isEmpty();
    assertThat(rig.count("tombstone")).isZero();
  }

  @Test
  void aTaskThatFailsWhenItIsToStopIsNotTriedAgain() {
    // given
    var begun = new CountDownLatch(1);
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException _) {
                throw new TaskFailure("broken", "Its connection was interrupted", true);
              }
            });
    var engine = rig.start(handler);
    var submit = submit(project(9), QUICK);
    var next = submit(project(9), QUICK);
    rig.take(engine, submit, next);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, cancel(id(submit)));
    rig.take(engine, cancel(id(next)));

    // then
    rig.awaitEnds(List.of(id(submit), id(next)));
    assertThat(rig.lives().names(id(submit)))
        .endsWith("StepUndone", "TaskCancelled")
        .containsOnlyOnce("TaskStarted");
    assertThat(handler.undone()).containsExactly(id(submit));
    assertThat(rig.count("later")).isZero();
  }

  @Test
  void aRunningTaskIsCancelledAtItsNextCheckpoint() {
    // given
    var begun = new CountDownLatch(1);
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              begun.countDown();
              new CountDownLatch(1).await();
            });
    var engine = rig.start(handler);
    var submit = submit(QUICK);
    rig.take(engine, submit);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, cancel(id(submit)));

    // then
    rig.awaitEnd(id(submit));
    assertThat(rig.lives().names(id(submit)))
        .endsWith("TaskCancelRequested", "StepUndone", "TaskCancelled");
  }

  @Test
  void aLaneIsHeldUntilAForciblyCancelledTaskHasReallyStopped() {
    // given
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            context -> {
              if (begun.getCount() > 0) {
                begun.countDown();
                ScriptedHandler.deafly(release);
              }
            });
    var engine = rig.start(handler);
    var deaf = submit(project(2), QUICK);
    var next = submit(project(2), QUICK);
    rig.take(engine, deaf, next);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, cancel(id(deaf), true));

    // then
    rig.awaitEnd(id(deaf));
    assertThat(rig.lives().names(id(next))).containsExactly("TaskQueued");
    release.countDown();
    rig.awaitEnd(id(next));
    assertThat(rig.lives().of(id(deaf)).getLast()).isInstanceOf(TaskEvent.TaskCancelled.class);
  }

  @Test
  void aWaitingTaskIsCancelledWithoutRunning() {
    // given
    var release = new CountDownLatch(1);
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> release.await());
    var engine = rig.start(handler);
    var first = submit(project(3), QUICK);
    var second = submit(project(3), QUICK);
    var third = submit(project(3), QUICK);
    rig.take(engine, first, second, third);

    // when
    rig.take(engine, cancel(id(second)));

    // then
    rig.awaitEnd(id(second));
    release.countDown();
    rig.awaitEnds(List.of(id(first), id(third)));
    assertThat(handler.effects()).containsExactly(id(first), id(third));
  }

  @Test
  void aForciblyCancelledTaskKeepsItsSlotUntilItHasStopped() {
    // given
    var release = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var engine =
        rig.start(
            new EngineSettings(
                1,
                1,
                EngineRig.SETTINGS.lease(),
                EngineRig.SETTINGS.grace(),
                EngineRig.SETTINGS.cancelPatience(),
                EngineRig.SETTINGS.gapPatience(),
                EngineRig.SETTINGS.linger(),
                EngineRig.SETTINGS.logLinger(),
                EngineRig.SETTINGS.remembered(),
                Map.of()),
            (_, _, _, _) -> false,
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                _ -> {
                  if (begun.getCount() > 0) {
                    begun.countDown();
                    ScriptedHandler.deafly(release);
                  }
                }));
    var deaf = submit(QUICK);
    var next = submit(QUICK);
    rig.take(engine, deaf, next);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, cancel(id(deaf), true));

    // then
    rig.awaitEnd(id(deaf));
    assertThat(rig.lives().names(id(next))).doesNotContain("TaskStarted");
    release.countDown();
    rig.awaitEnd(id(next));
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
