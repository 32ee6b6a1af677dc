package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.organization;
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
import io.rickyard.contracts.task.Backoff;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators set holds at each start, on all workers, and costs no row when not set. */
@ExtendWith(Infrastructure.class)
class FlowRulesIT {

  private EngineRig rig;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue:normal",
        "type:platform.probe",
        "type:*",
        "organization:organizationaaaaaaaa",
        "organization:*"
      })
  void nothingStartsBeyondALimitOnTwoWorkers(String scope) {
    // given
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            context -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              new CountDownLatch(1).await(5, java.util.concurrent.TimeUnit.MILLISECONDS);
              running.decrementAndGet();
            });
    var one = rig.start(handler);
    var other = rig.start(handler);
    rig.take(one, rules(1, limit(scope, 3)));
    var submits = submits(200);

    // when
    rig.take(one, submits.subList(0, 100));
    rig.take(other, submits.subList(100, 200));

    // then
    rig.awaitEnds(ids(submits));
    assertThat(most.get()).isEqualTo(3);
    assertThat(handler.effects()).hasSize(200).doesNotHaveDuplicates();
    Eventually.until(() -> rig.count("tally") == 0);
  }

  @Test
  void aRateHoldsWithinAnyStretchOfItsLength() {
    // given
    Queue<Instant> starts = new ConcurrentLinkedQueue<>();
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> starts.add(Instant.now()));
    var engine = rig.start(handler);
    var second = Duration.ofSeconds(1);
    rig.take(
        engine,
        rules(
            1,
            new FlowLimit(
                FlowScope.of(BuiltInType.PLATFORM_PROBE), null, new StartRate(10, second), null)));
    var submits = submits(25);

    // when
    rig.take(engine, submits);

    // then
    rig.awaitEnds(ids(submits));
    var sorted = starts.stream().sorted().toList();
    // The handler looks at its clock a moment after the claim did.
    var nearly = Duration.ofMillis(850);
    IntStream.range(0, sorted.size() - 10)
        .forEach(at ->
            assertThat(Duration.between(sorted.get(at), sorted.get(at + 10)))
                .isGreaterThan(nearly));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"queue:normal", "type:platform.probe", "organization:organizationaaaaaaaa"})
  void whatIsPausedIsTakenInAndStartsWhenItIsResumed(String scope) {
    // given
    var handler = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var engine = rig.start(handler);
    var pause = new FlowPause(FlowScope.parse(scope), "ops", Instant.now(), "maintenance");
    rig.take(engine, rules(1, new FlowRules(List.of(pause), List.of())));
    var submits = submits(10);
    rig.take(engine, submits);
    var outside = submit(organization(7), QUICK);
    rig.take(engine, outside);
    if (scope.startsWith("organization")) {
      rig.awaitEnd(outside.body().taskId());
    }
    assertThat(rig.count("ready")).isGreaterThanOrEqualTo(10);

    // when
    rig.take(engine, rules(2, FlowRules.NONE));

    // then
    rig.awaitEnds(ids(submits));
    rig.awaitEnd(outside.body().taskId());
  }

  @Test
  void anOlderMessageDoesNotUndoANewerOne() {
    // given
    var engine = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {}));
    rig.take(engine, rules(5, FlowRules.NONE));

    // when
    var pause = new FlowPause(FlowScope.of(TaskQueue.NORMAL), "ops", Instant.now(), null);
    rig.take(engine, rules(4, new FlowRules(List.of(pause), List.of())));

    // then
    var submit = submit(QUICK);
    rig.take(engine, submit);
    rig.awaitEnd(submit.body().taskId());
  }

  @Test
  void aLimitSetWhileTasksRunCountsThem() throws Exception {
    // given
    var release = new CountDownLatch(1);
    var started = new AtomicInteger();
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              started.incrementAndGet();
              release.await();
            });
    var engine = rig.start(handler);
    var first = submits(5);
    rig.take(engine, first);
    Eventually.until(() -> started.get() == 5);

    // when
    rig.take(engine, rules(1, limit("queue:normal", 6)));

    // then
    var more = submits(5);
    rig.take(engine, more);
    Eventually.until(() -> started.get() == 6);
    assertThat(rig.count("running")).isEqualTo(6);
    assertThat(rig.countedAndRecounted()).satisfies(EngineRig.Counts::agree);
    release.countDown();
    rig.awaitEnds(ids(first));
    rig.awaitEnds(ids(more));
  }

  @Test
  void countsAreRightAfterAWorkerIsLost() {
    // given
    var block = new CountDownLatch(1);
    var handler =
        new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> ScriptedHandler.deafly(block));
    var first = rig.start(handler);
    rig.take(first, rules(1, limit("organization:*", 4)));
    var submits = submits(8);
    rig.take(first, submits);
    Eventually.until(() -> rig.count("running") == 4);
    rig.start(handler);

    // when
    rig.execute("delete from worker where id = '" + first.worker() + "'");

    // then
    Eventually.within(Duration.ofSeconds(30))
        .until(() ->
            ids(submits).stream()
                    .filter(id -> rig.lives().names(id).contains("TaskWorkerLost"))
                    .count()
                == 4);
    assertThat(rig.countedAndRecounted()).satisfies(EngineRig.Counts::agree);
    block.countDown();
    rig.awaitEnds(ids(submits));
    Eventually.until(() -> rig.count("tally") == 0);
  }

  @Test
  void whatIsOnlyUndoneIsNotCountedAndLeavesNoCount() {
    // given
    var first = new AtomicBoolean(true);
    var handler =
        new ScriptedHandler(
            BuiltInType.PLATFORM_PROBE,
            _ -> {
              if (first.getAndSet(false)) {
                throw new TaskFailure("broken", "It does not work", true);
              }
            });
    var engine = rig.start(handler);
    rig.take(engine, rules(1, limit("type:platform.probe", 1)));
    var retry = Options.retry(5, Backoff.Kind.FIXED, Duration.ofHours(1));
    var retrying = Commands.with(retry, submit(QUICK));
    rig.take(engine, retrying);
    Eventually.until(
        () -> rig.lives().names(retrying.body().taskId()).contains("TaskRetryScheduled"));

    // when
    rig.take(engine, Commands.cancel(retrying.body().taskId()));

    // then
    rig.awaitEnd(retrying.body().taskId());
    assertThat(handler.undone()).hasSize(1);
    Eventually.until(() -> rig.count("tally") == 0);
    var next = submit(QUICK);
    rig.take(engine, next);
    rig.awaitEnd(next.body().taskId());
  }

  @Test
  void higherPriorityGoesFirstWithinAnOrganization() {
    // given
    var engine = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {}));
    rig.take(engine, rules(1, limit("queue:normal", 0)));
    List<Envelope<SubmitTask>> submits = new ArrayList<>();
    for (int priority : new int[] {0, -5, 10, 0, 10}) {
      submits.add(Commands.prioritized(priority));
    }
    rig.take(engine, submits);

    // when
    rig.take(engine, rules(2, limit("queue:normal", 1)));

    // then
    rig.awaitEnds(ids(submits));
    assertThat(rig.lives().startOrder())
        .containsExactly(
            id(submits, 2), id(submits, 4), id(submits, 0), id(submits, 3), id(submits, 1));
  }

  @Test
  void twiceTheWeightIsTwiceTheShare() {
    // given
    var engine = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {}));
    var heavy = organization(1);
    var usual = organization(2);
    var weight = new FlowLimit(FlowScope.of(heavy), null, null, 200);
    rig.take(engine, rules(1, new FlowRules(List.of(), List.of(weight, limit("queue:normal", 0)))));
    List<Envelope<SubmitTask>> submits = new ArrayList<>();
    for (int number = 0; number < 30; number++) {
      submits.add(submit(heavy, QUICK));
      submits.add(submit(usual, QUICK));
    }
    rig.take(engine, submits);

    // when
    rig.take(engine, rules(2, new FlowRules(List.of(), List.of(weight, limit("queue:normal", 1)))));

    // then
    rig.awaitEnds(ids(submits));
    var heavies =
        submits.stream()
            .filter(submit -> heavy.equals(submit.organization()))
            .map(submit -> submit.body().taskId())
            .toList();
    var first = rig.lives().startOrder().subList(0, 30);
    assertThat(first.stream().filter(heavies::contains).count()).isBetween(19L, 21L);
  }

  @Test
  void aTaskGoesToAWorkerWithItsLabelsAndWaitsWhereThereIsNone() {
    // given
    var plain = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var gpu = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var engine = rig.start(plain);
    var labelled = Commands.labelled("zone", "north");
    rig.take(engine, labelled);
    var other = submit(QUICK);
    rig.take(engine, other);
    rig.awaitEnd(other.body().taskId());
    assertThat(rig.count("ready")).isOne();

    // when
    rig.start(EngineRig.labelled("zone", "north"), (_, _, _, _) -> false, gpu);

    // then
    rig.awaitEnd(labelled.body().taskId());
    assertThat(gpu.effects()).contains(labelled.body().taskId());
    assertThat(plain.effects()).doesNotContain(labelled.body().taskId());
  }

  @Test
  void aDrainedWorkerEndsWhatItRunsAndTakesNothingNew() {
    // given
    var release = new CountDownLatch(1);
    var first = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> release.await());
    var second = new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> {});
    var drained = rig.start(first);
    var running = submit(QUICK);
    rig.take(drained, running);
    Eventually.until(() -> rig.count("running") == 1);
    var pause = new FlowPause(FlowScope.of(drained.worker()), "ops", Instant.now(), null);
    rig.take(drained, rules(1, new FlowRules(List.of(pause), List.of())));

    // when
    var later = submits(3);
    rig.take(drained, later);
    assertThat(rig.count("ready")).isEqualTo(3);
    rig.start(second);

    // then
    rig.awaitEnds(ids(later));
    release.countDown();
    rig.awaitEnd(running.body().taskId());
    assertThat(first.effects()).containsExactly(running.body().taskId());
    assertThat(second.effects()).containsExactlyInAnyOrderElementsOf(ids(later));
  }

  private static FlowLimit limit(String scope, int running) {
    return new FlowLimit(FlowScope.parse(scope), running, null, null);
  }

  private static List<Envelope<SubmitTask>> submits(int number) {
    return IntStream.range(0, number).mapToObj(_ -> submit(QUICK)).toList();
  }

  private static List<TaskId> ids(List<Envelope<SubmitTask>> submits) {
    return submits.stream().map(submit -> submit.body().taskId()).toList();
  }

  private static TaskId id(List<Envelope<SubmitTask>> submits, int at) {
    return submits.get(at).body().taskId();
  }
}
