package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.cancel;
import static io.rickyard.worker.engine.Commands.project;
import static io.rickyard.worker.engine.Commands.submit;
import static io.rickyard.worker.engine.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.Concurrency.Policy;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class ChildrenIT {

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
  void cancellingAParentCancelsAllBelowItWhereverItStands() {
    // given
    var begun = new CountDownLatch(2);
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              begun.countDown();
              new CountDownLatch(1).await();
            });
    var engine = rig.start(handler);
    var parent = submit(QUICK);
    var running = with(Options.childOf(id(parent)), submit(project(1), QUICK));
    var waiting = with(Options.childOf(id(running)), submit(project(1), QUICK));
    var scheduled =
        with(Options.childOf(id(waiting)), Commands.at(Instant.now().plusSeconds(3600), QUICK));
    rig.take(engine, parent, running, waiting, scheduled);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, cancel(id(parent)));

    // then
    var all = List.of(id(parent), id(running), id(waiting), id(scheduled));
    rig.awaitEnds(all);
    assertThat(all)
        .allSatisfy(task ->
            assertThat(rig.lives().of(task).getLast()).isInstanceOf(TaskEvent.TaskCancelled.class));
    assertThat(handler.effects()).isEmpty();
  }

  @Test
  void aChildThatComesAfterItsParentWasCancelledIsCancelledAtOnce() {
    // given
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var engine = rig.start(handler);
    var parent = Commands.at(Instant.now().plusSeconds(3600), QUICK);
    rig.take(engine, parent);
    rig.take(engine, cancel(id(parent)));
    rig.awaitEnd(id(parent));
    var late = with(Options.childOf(id(parent)), submit(QUICK));

    // when
    rig.take(engine, late);

    // then
    rig.awaitEnd(id(late));
    assertThat(rig.lives().names(id(late))).containsExactly("TaskQueued", "TaskCancelled");
    assertThat(handler.effects()).isEmpty();
  }

  @Test
  void childrenOfATaskThatANewerOneCancelledFollowIt() {
    // given
    var begun = new CountDownLatch(1);
    var engine =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                _ -> {
                  if (begun.getCount() > 0) {
                    begun.countDown();
                    new CountDownLatch(1).await();
                  }
                }));
    var parent = with(Options.concurrency("deploy", Policy.QUEUE), submit(QUICK));
    var child =
        with(Options.childOf(id(parent)), Commands.at(Instant.now().plusSeconds(3600), QUICK));
    rig.take(engine, parent, child);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, with(Options.concurrency("deploy", Policy.CANCEL_RUNNING), submit(QUICK)));

    // then
    rig.awaitEnds(List.of(id(parent), id(child)));
    assertThat(rig.lives().of(id(child)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskCancelled.class,
            end -> assertThat(end.reason().code()).isEqualTo("parent_cancelled"));
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
