package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.cancel;
import static io.rickyard.worker.engine.Commands.change;
import static io.rickyard.worker.engine.Commands.project;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.engine.ScriptedHandler.Script;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class LanesIT {

  private final CopyOnWriteArrayList<TaskType> order = new CopyOnWriteArrayList<>();
  private EngineRig rig;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private ScriptedHandler[] handlers(Script provision) {
    return Arrays.stream(BuiltInType.values())
        .map(type ->
            new ScriptedHandler(
                type,
                context -> {
                  if (type == BuiltInType.STACK_PROVISION) {
                    provision.run(context);
                  }
                  order.add(type);
                }))
        .toArray(ScriptedHandler[]::new);
  }

  @Test
  void aProjectsChangesRunByGenerationHoweverTheyCome() {
    // given
    var engine = rig.start(handlers(_ -> {}));
    var provision = change(project(1), 1, BuiltInType.STACK_PROVISION);
    var restart = change(project(1), 2, BuiltInType.STACK_RESTART);
    var repair = change(project(1), 3, BuiltInType.STACK_REPAIR);

    // when
    rig.take(engine, repair);
    rig.take(engine, restart);
    rig.take(engine, provision);

    // then
    rig.awaitEnds(ids(provision, restart, repair));
    assertThat(order)
        .containsExactly(
            BuiltInType.STACK_PROVISION, BuiltInType.STACK_RESTART, BuiltInType.STACK_REPAIR);
    assertThat(rig.count("waiting")).isZero();
  }

  @Test
  void aWaitingPauseGivesWayToResume() {
    // given
    var release = new CountDownLatch(1);
    var engine = rig.start(handlers(_ -> release.await()));
    var provision = change(project(2), 1, BuiltInType.STACK_PROVISION);
    var pause = change(project(2), 2, BuiltInType.STACK_PAUSE);
    var resume = change(project(2), 3, BuiltInType.STACK_RESUME);
    rig.take(engine, provision, pause);

    // when
    rig.take(engine, resume);

    // then
    rig.awaitEnd(id(pause));
    assertThat(rig.lives().of(id(pause)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskSuperseded.class,
            superseded -> assertThat(superseded.by()).isEqualTo(id(resume)));
    release.countDown();
    rig.awaitEnds(ids(provision, resume));
    assertThat(order).containsExactly(BuiltInType.STACK_PROVISION, BuiltInType.STACK_RESUME);
  }

  @Test
  void deleteStopsWhatRunsAndRunsNext() {
    // given
    var begun = new CountDownLatch(1);
    var engine =
        rig.start(
            handlers(_ -> {
              begun.countDown();
              new CountDownLatch(1).await();
            }));
    var provision = change(project(3), 1, BuiltInType.STACK_PROVISION);
    var delete = change(project(3), 2, BuiltInType.STACK_DELETE);
    rig.take(engine, provision);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, delete);

    // then
    rig.awaitEnds(ids(provision, delete));
    assertThat(rig.lives().of(id(provision)).getLast()).isInstanceOf(TaskEvent.TaskCancelled.class);
    assertThat(order).containsExactly(BuiltInType.STACK_DELETE);
  }

  @Test
  void deletePassesWhatWaitsForItsNextAttempt() {
    // given
    var engine =
        rig.start(
            handlers(_ -> {
              throw new TaskFailure("broken", "It is broken", true);
            }));
    var provision = change(project(4), 1, BuiltInType.STACK_PROVISION);
    var delete = change(project(4), 2, BuiltInType.STACK_DELETE);
    rig.take(engine, provision);
    Eventually.until(() -> rig.lives().names(id(provision)).contains("TaskRetryScheduled"));

    // when
    rig.take(engine, delete);

    // then
    rig.awaitEnds(ids(provision, delete));
    assertThat(order).containsExactly(BuiltInType.STACK_DELETE);
  }

  @Test
  void aHandlerHearsOfEveryEndAlsoOfThoseThatNeverRan() {
    // given
    var release = new CountDownLatch(1);
    var handlers = handlers(_ -> release.await());
    var engine = rig.start(handlers);
    var provision = change(project(5), 1, BuiltInType.STACK_PROVISION);
    var restart = change(project(5), 2, BuiltInType.STACK_RESTART);
    rig.take(engine, provision, restart);

    // when
    rig.take(engine, cancel(id(restart)));

    // then
    var restarts = handlerOf(handlers, BuiltInType.STACK_RESTART);
    Eventually.asserted(
        () -> assertThat(restarts.heard().get(id(restart))).isInstanceOf(TaskEnd.Cancelled.class));
    release.countDown();
    rig.awaitEnd(id(provision));
    Eventually.until(() -> rig.count("end_notice") == 0);
  }

  @Test
  void aCancelledChangeDoesNotKeepTheNextWaiting() {
    // given
    var engine = rig.start(handlers(_ -> {}));
    var provision = change(project(6), 1, BuiltInType.STACK_PROVISION);
    var restart = change(project(6), 2, BuiltInType.STACK_RESTART);
    var repair = change(project(6), 3, BuiltInType.STACK_REPAIR);
    rig.take(engine, repair);
    rig.take(engine, cancel(id(provision)));

    // when
    rig.take(engine, restart, provision);

    // then
    rig.awaitEnds(ids(provision, restart, repair));
    assertThat(order).containsExactly(BuiltInType.STACK_RESTART, BuiltInType.STACK_REPAIR);
  }

  @Test
  void aGenerationThatNeverComesIsPassedOverInTheEnd() {
    // given
    var engine = rig.start(handlers(_ -> {}));
    var provision = change(project(7), 1, BuiltInType.STACK_PROVISION);
    var lost = change(project(7), 2, BuiltInType.STACK_PAUSE);
    var repair = change(project(7), 3, BuiltInType.STACK_REPAIR);
    rig.take(engine, provision);

    // when
    rig.take(engine, repair);

    // then
    rig.awaitEnds(ids(provision, repair));
    rig.take(engine, lost);
    rig.awaitEnd(id(lost));
    assertThat(rig.lives().of(id(lost)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("generation_stale"));
    assertThat(order).containsExactly(BuiltInType.STACK_PROVISION, BuiltInType.STACK_REPAIR);
  }

  private static ScriptedHandler handlerOf(ScriptedHandler[] handlers, TaskType type) {
    return Arrays.stream(handlers)
        .filter(handler -> handler.type() == type)
        .findFirst()
        .orElseThrow();
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }

  private static List<TaskId> ids(Envelope<?>... submits) {
    return Arrays.stream(submits).map(envelope -> TaskId.parse(envelope.entity())).toList();
  }
}
