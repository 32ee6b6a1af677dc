package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.cancel;
import static io.rickyard.worker.engine.Commands.submit;
import static io.rickyard.worker.engine.Commands.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.queue.LockSight;
import io.rickyard.worker.queue.LockSight.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class LocksIT {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private EngineRig rig;
  private Engine engine;
  private LockSight sight;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
    engine = rig.start();
    sight = new LockSight(rig.transactions());
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void aFreeLockIsHeldAtOnceWithoutSlotOrWorker() {
    // given
    var lock = lock("deploy", LONG);

    // when
    rig.take(engine, lock);

    // then
    var ticket = ticket(lock);
    assertThat(ticket.position()).isZero();
    assertThat(ticket.leaseUntil()).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
    assertThat(rig.count("running")).isZero();
    assertThat(rig.count("ready")).isZero();
    Eventually.until(
        () -> rig.lives().names(id(lock)).equals(List.of("TaskQueued", "TaskStarted")));
  }

  @Test
  void locksArePassedOnInTheOrderInWhichTheyWereAskedFor() {
    // given
    var locks = List.of(lock("deploy", LONG), lock("deploy", LONG), lock("deploy", LONG));
    locks.forEach(lock -> rig.take(engine, lock));
    var before = locks.stream().map(lock -> ticket(lock).position()).toList();

    // when
    boolean released = engine.locks().release(id(locks.getFirst()));

    // then
    assertThat(before).containsExactly(0, 1, 2);
    assertThat(released).isTrue();
    assertThat(sight.find(id(locks.getFirst()))).isEmpty();
    assertThat(ticket(locks.get(1)).position()).isZero();
    assertThat(ticket(locks.get(2)).position()).isEqualTo(1);
    rig.awaitEnd(id(locks.getFirst()));
    assertThat(rig.lives().names(id(locks.getFirst()))).endsWith("TaskSucceeded");
  }

  @Test
  void everyHolderGetsAHigherToken() {
    // given
    var first = lock("deploy", LONG);
    var second = lock("deploy", LONG);
    rig.take(engine, first, second);
    long former = Objects.requireNonNull(ticket(first).token());

    // when
    engine.locks().release(id(first));

    // then
    assertThat(ticket(second).token()).isGreaterThan(former);
  }

  @Test
  void aLeaseThatEndsPassesTheLockOn() {
    // given
    var first = lock("deploy", SHORT);
    var second = lock("deploy", LONG);

    // when
    rig.take(engine, first, second);

    // then
    rig.awaitEnd(id(first));
    assertThat(rig.lives().of(id(first)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            failed -> assertThat(failed.error()).isEqualTo(Errors.LEASE_ENDED));
    assertThat(ticket(second).position()).isZero();
    assertThat(engine.locks().renew(id(first), Optional.empty())).isEmpty();
    assertThat(engine.locks().release(id(first))).isFalse();
  }

  @Test
  void aRenewedLeaseOutlivesItsFirstEnd() {
    // given
    var renewed = lock("deploy", SHORT);
    var forgotten = lock("other", SHORT);
    rig.take(engine, renewed, forgotten);

    // when
    var until = engine.locks().renew(id(renewed), Optional.of(LONG));

    // then
    rig.awaitEnd(id(forgotten));
    assertThat(until).hasValueSatisfying(end -> assertThat(end).isAfter(Instant.now()));
    assertThat(ticket(renewed).leaseUntil()).isEqualTo(until.orElseThrow());
  }

  @Test
  void whoWaitsTooLongLeavesTheLine() {
    // given
    var holder = lock("deploy", LONG);
    var impatient = with(Options.queueTimeout(Duration.ofMillis(300)), lock("deploy", LONG));
    var patient = lock("deploy", LONG);

    // when
    rig.take(engine, holder, impatient, patient);

    // then
    rig.awaitEnd(id(impatient));
    assertThat(rig.lives().names(id(impatient))).containsExactly("TaskQueued", "TaskExpired");
    assertThat(ticket(patient).position()).isEqualTo(1);
  }

  @Test
  void aHeldLockIsNotExpiredByTheTimeItMightHaveWaited() {
    // given
    var holder = with(Options.queueTimeout(Duration.ofMillis(300)), lock("deploy", LONG));
    var impatient = with(Options.queueTimeout(Duration.ofMillis(400)), lock("deploy", LONG));

    // when
    rig.take(engine, holder, impatient);

    // then
    rig.awaitEnd(id(impatient));
    assertThat(ticket(holder).position()).isZero();
  }

  @Test
  void whoIsCancelledPassesTheLockOn() {
    // given
    var first = lock("deploy", LONG);
    var second = lock("deploy", LONG);
    rig.take(engine, first, second);

    // when
    rig.take(engine, cancel(id(first)));

    // then
    assertThat(ticket(second).position()).isZero();
    rig.awaitEnd(id(first));
    assertThat(rig.lives().names(id(first))).endsWith("TaskCancelled");
  }

  @Test
  void aRedeliveredRequestHoldsTheLockOnce() {
    // given
    var first = lock("deploy", LONG);
    var second = lock("deploy", LONG);
    rig.take(engine, first, second);

    // when
    rig.take(engine, first, second);
    engine.locks().release(id(first));
    rig.take(engine, first);

    // then
    assertThat(sight.of(Commands.ORGANIZATION)).extracting(Ticket::id).containsExactly(id(second));
    rig.awaitEnd(id(first));
    assertThat(rig.lives().ends(id(first))).isOne();
  }

  @Test
  void aHeldLockOutlivesItsWorkerAndStillEnds() throws Exception {
    // given
    var first = lock("deploy", SHORT);
    var second = lock("deploy", LONG);
    rig.take(engine, first, second);

    // when
    engine.close();
    var heir = rig.start();

    // then
    rig.awaitEnd(id(first));
    assertThat(ticket(second).position()).isZero();
    assertThat(heir.locks().release(id(second))).isTrue();
  }

  @Test
  void locksOfOtherNamesAndOrganizationsAreFree() {
    // given
    var one = lock("deploy", LONG);
    var other = lock("migrate", LONG);
    var foreign = submit(Commands.organization(2), new LockHold("deploy", LONG));

    // when
    rig.take(engine, one, other, foreign);

    // then
    assertThat(List.of(ticket(one), ticket(other), ticket(foreign)))
        .allMatch(ticket -> ticket.position() == 0);
    assertThat(sight.of(Commands.ORGANIZATION))
        .extracting(Ticket::name)
        .containsExactly("deploy", "migrate");
  }

  private Ticket ticket(Envelope<SubmitTask> lock) {
    return sight.find(id(lock)).orElseThrow();
  }

  private static Envelope<SubmitTask> lock(String name, Duration lease) {
    return submit(new LockHold(name, lease));
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
