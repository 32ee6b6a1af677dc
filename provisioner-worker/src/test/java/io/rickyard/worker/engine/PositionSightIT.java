package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.ORGANIZATION;
import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.at;
import static io.rickyard.worker.engine.Commands.change;
import static io.rickyard.worker.engine.Commands.labelled;
import static io.rickyard.worker.engine.Commands.organization;
import static io.rickyard.worker.engine.Commands.prioritized;
import static io.rickyard.worker.engine.Commands.project;
import static io.rickyard.worker.engine.Commands.rules;
import static io.rickyard.worker.engine.Commands.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.flow.Obstacle;
import io.rickyard.worker.lane.Holder;
import io.rickyard.worker.queue.PositionSight;
import io.rickyard.worker.queue.Wait;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a task waits for is what really keeps it from running. */
@ExtendWith(Infrastructure.class)
class PositionSightIT {

  private static final FlowPause PAUSE =
      new FlowPause(
          FlowScope.of(TaskQueue.NORMAL), "ops", Instant.parse("2026-11-20T12:00:00Z"), "upgrade");

  private final CountDownLatch finish = new CountDownLatch(1);
  private final ScriptedHandler handler =
      new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> finish.await());
  private EngineRig rig;
  private Engine engine;
  private PositionSight sight;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
    engine = rig.start(handler);
    sight = new PositionSight(rig.transactions(), EngineRig.SETTINGS.lease());
  }

  @AfterEach
  void close() throws Exception {
    finish.countDown();
    rig.close();
  }

  @Test
  void ofItsQueueItsOwnOrganizationsTasksBeforeItAreCounted() {
    // given
    pauseNormal();
    var first = prioritized(0);
    var second = prioritized(0);
    var urgent = prioritized(5);
    var special = labelled("region", "hill");
    rig.take(engine, first, special, second, urgent);
    rig.take(engine, Stream.generate(() -> submit(organization(7), QUICK)).limit(20).toList());

    // when
    var turns = Stream.of(urgent, first, special, second).map(this::turn).toList();

    // then
    assertThat(turns)
        .extracting(Wait.Turn::ahead)
        .containsExactly(ahead(0), ahead(1), ahead(2), ahead(3));
    assertThat(turns).extracting(Wait.Turn::queue).containsOnly(TaskQueue.NORMAL);
    assertThat(turns.getFirst().obstacles()).containsExactly(new Obstacle.Paused(PAUSE));
    assertThat(turns.get(2).obstacles())
        .containsExactly(
            new Obstacle.Paused(PAUSE), new Obstacle.Unserved(Map.of("region", "hill")));
  }

  @Test
  void thoseBeforeItAreCountedOnlySoFar() {
    // given
    pauseNormal();
    var submits = Stream.generate(() -> submit(QUICK)).limit(PositionSight.MOST + 2).toList();
    rig.take(engine, submits);

    // when
    var last = turn(submits.getLast());
    var atTheBound = turn(submits.get(PositionSight.MOST));

    // then
    assertThat(last.ahead()).isEqualTo(new Wait.Ahead(PositionSight.MOST, true));
    assertThat(atTheBound.ahead()).isEqualTo(ahead(PositionSight.MOST));
  }

  @Test
  void aLimitThatIsReachedIsNamed() {
    // given
    var scope = FlowScope.of(ORGANIZATION);
    var each = FlowScope.parse("organization:*");
    rig.take(engine, rules(1, new FlowLimit(each, 1, null, null)));
    var running = running(submit(QUICK));
    var waiting = submit(QUICK);

    // when
    rig.take(engine, waiting);

    // then
    assertThat(waitsFor(running)).contains(new Wait.Nothing());
    assertThat(turn(waiting))
        .isEqualTo(new Wait.Turn(TaskQueue.NORMAL, ahead(0), List.of(new Obstacle.Full(scope, 1))));
  }

  @Test
  void aRateThatIsReachedSaysWhenMoreMayStart() {
    // given
    var scope = FlowScope.of(BuiltInType.PLATFORM_PROBE);
    var rate = new StartRate(1, Duration.ofHours(1));
    rig.take(engine, rules(1, new FlowLimit(scope, null, rate, null)));
    running(submit(QUICK));
    var waiting = submit(QUICK);

    // when
    rig.take(engine, waiting);

    // then
    assertThat(turn(waiting).obstacles())
        .singleElement()
        .isInstanceOfSatisfying(
            Obstacle.TooFast.class,
            fast -> {
              assertThat(fast.scope()).isEqualTo(scope);
              assertThat(fast.opensIn()).isBetween(Duration.ofMinutes(55), Duration.ofMinutes(62));
            });
  }

  @Test
  void withoutAWorkerThatTakesTasksNothingIsServed() {
    // given
    pauseNormal();
    var waiting = submit(QUICK);
    rig.take(engine, waiting);
    engine.close();

    // when
    Eventually.until(() -> rig.count("worker") == 0);

    // then
    assertThat(turn(waiting).obstacles())
        .containsExactly(new Obstacle.Paused(PAUSE), new Obstacle.Unserved(Map.of()));
  }

  @Test
  void inALaneTheHeadIsNamedAndCounted() {
    // given
    var head = running(submit(project(1), QUICK));
    var next = submit(project(1), QUICK);
    var last = submit(project(1), QUICK);

    // when
    rig.take(engine, next, last);

    // then
    var first =
        Optional.of(
            new Wait.Head(
                head.body().taskId(), BuiltInType.PLATFORM_PROBE.wireName(), Holder.Phase.RUNNING));
    assertThat(waitsFor(next)).contains(new Wait.InLane(ahead(1), first));
    assertThat(waitsFor(last)).contains(new Wait.InLane(ahead(2), first));
  }

  @Test
  void aHeadThatWaitsItselfIsPending() {
    // given
    pauseNormal();
    var head = submit(project(1), QUICK);
    var next = submit(project(1), QUICK);

    // when
    rig.take(engine, head, next);

    // then
    assertThat(waitsFor(next))
        .hasValueSatisfying(wait ->
            assertThat(wait)
                .isInstanceOfSatisfying(
                    Wait.InLane.class,
                    lane ->
                        assertThat(lane.head().map(Wait.Head::phase))
                            .contains(Holder.Phase.PENDING)));
    assertThat(turn(head).ahead()).isEqualTo(ahead(0));
  }

  @Test
  void aChangeWhoseForerunnerIsMissingWaitsForIt() {
    // given
    var early = change(project(1), 2, BuiltInType.STACK_PAUSE);

    // when
    rig.take(engine, early);

    // then
    assertThat(waitsFor(early)).contains(new Wait.EarlierChange());
  }

  @Test
  void whatIsScheduledWaitsForItsTime() {
    // given
    var due = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
    var scheduled = at(due, QUICK);

    // when
    rig.take(engine, scheduled);

    // then
    assertThat(waitsFor(scheduled)).contains(new Wait.Due(due, false));
  }

  @Test
  void whatHasEndedOrNeverCameHasNoPosition() {
    // given
    var ended = running(submit(QUICK));
    finish.countDown();
    rig.awaitEnd(ended.body().taskId());

    // when
    var seen = Stream.of(ended.body().taskId(), TaskId.next()).map(sight::find).toList();

    // then
    assertThat(seen).containsOnly(Optional.empty());
  }

  private void pauseNormal() {
    rig.take(engine, rules(1, new FlowRules(List.of(PAUSE), List.of())));
  }

  private Envelope<SubmitTask> running(Envelope<SubmitTask> submit) {
    rig.take(engine, submit);
    Eventually.until(() -> waitsFor(submit).equals(Optional.of(new Wait.Nothing())));
    return submit;
  }

  private Optional<Wait> waitsFor(Envelope<SubmitTask> submit) {
    return sight.find(submit.body().taskId()).map(PositionSight.Seen::waitsFor);
  }

  private Wait.Turn turn(Envelope<SubmitTask> submit) {
    return (Wait.Turn) waitsFor(submit).orElseThrow();
  }

  private static Wait.Ahead ahead(int tasks) {
    return new Wait.Ahead(tasks, false);
  }
}
