package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.cancel;
import static io.rickyard.worker.engine.Commands.project;
import static io.rickyard.worker.engine.Commands.submit;
import static io.rickyard.worker.engine.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Backoff;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.task.TaskFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class UndoIT {

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
  void aRetryingTaskThatIsCancelledIsUndoneBeforeItEnds() {
    // given
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              throw new TaskFailure("broken", "It does not work", true);
            });
    var engine = rig.start(handler);
    var task =
        with(Options.retry(5, Backoff.Kind.FIXED, Duration.ofHours(1)), submit(project(1), QUICK));
    var next = submit(project(1), QUICK);
    rig.take(engine, task, next);
    Eventually.until(() -> rig.lives().names(id(task)).contains("TaskRetryScheduled"));

    // when
    rig.take(engine, cancel(id(task)));

    // then
    rig.awaitEnds(List.of(id(task), id(next)));
    assertThat(rig.lives().names(id(task)))
        .endsWith("TaskRetryScheduled", "TaskCancelRequested", "StepUndone", "TaskCancelled");
    assertThat(handler.undone()).contains(id(task));
    assertThat(rig.count("running")).isZero();
  }

  @Test
  void aTaskThatLostTooManyWorkersIsUndoneBeforeItIsGivenUp() {
    // given
    var begun = new CountDownLatch(1);
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              if (begun.getCount() > 0) {
                begun.countDown();
                new CountDownLatch(1).await();
              }
            });
    var lost = rig.start(handler);
    var task = submit(project(2), QUICK);
    rig.take(lost, task);
    Eventually.until(() -> begun.getCount() == 0);
    rig.execute("update running set losses = 5");
    rig.start(handler);

    // when
    rig.execute("delete from worker where id = '" + lost.worker() + "'");

    // then
    rig.awaitEnd(id(task));
    assertThat(rig.lives().names(id(task))).endsWith("TaskWorkerLost", "StepUndone", "TaskFailed");
    assertThat(handler.undone()).containsExactly(id(task));
    assertThat(handler.effects()).isEmpty();
    var next = submit(project(2), QUICK);
    rig.take(lost, next);
    rig.awaitEnd(id(next));
  }

  @Test
  void whatALostWorkerWasUndoingIsUndoneByTheNext() {
    // given
    var begun = new CountDownLatch(1);
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              if (begun.getCount() > 0) {
                begun.countDown();
                new CountDownLatch(1).await();
              }
            });
    var lost = rig.start(handler);
    var task = submit(QUICK);
    rig.take(lost, task);
    Eventually.until(() -> begun.getCount() == 0);
    rig.execute(
        "update running set ending = '{\"kind\":\"cancelled\",\"reason\":{\"code\":\"asked\",\"message\":\"x\"}}'");
    rig.start(handler);

    // when
    rig.execute("delete from worker where id = '" + lost.worker() + "'");

    // then
    rig.awaitEnd(id(task));
    assertThat(rig.lives().of(id(task)).getLast()).isInstanceOf(TaskEvent.TaskCancelled.class);
    assertThat(handler.undone()).containsExactly(id(task));
    assertThat(handler.effects()).isEmpty();
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
