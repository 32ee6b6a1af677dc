package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class ConcurrencyIT {

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
  void tasksWithOneKeyRunOneAfterTheOtherOverTwoWorkers() {
    // given
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    ScriptedHandler.Script script =
        _ -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          boolean _ = new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
          running.decrementAndGet();
        };
    var one = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, script));
    var other = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, script));
    var tasks =
        IntStream.range(0, 40)
            .mapToObj(_ -> with(Options.concurrency("deploy", Policy.QUEUE), submit(QUICK)))
            .toList();

    // when
    tasks.forEach(task -> rig.take(tasks.indexOf(task) % 2 == 0 ? one : other, task));

    // then
    rig.awaitEnds(tasks.stream().map(ConcurrencyIT::id).toList());
    assertThat(most).hasValue(1);
  }

  @Test
  void aKeyCountsWithinItsOrganization() {
    // given
    var release = new CountDownLatch(1);
    var engine =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                context -> {
                  if (context.run().organization().equals(Commands.ORGANIZATION)) {
                    release.await();
                  }
                }));
    var own = with(Options.concurrency("deploy", Policy.QUEUE), submit(QUICK));
    var foreign =
        with(Options.concurrency("deploy", Policy.REJECT), submit(Commands.organization(7), QUICK));

    // when
    rig.take(engine, own, foreign);

    // then
    rig.awaitEnd(id(foreign));
    assertThat(rig.lives().of(id(foreign)).getLast()).isInstanceOf(TaskEvent.TaskSucceeded.class);
    release.countDown();
  }

  @Test
  void aRejectedTaskEndsAtOnceWithAStableCode() {
    // given
    var release = new CountDownLatch(1);
    var engine = rig.start(new ScriptedHandler(BuiltInType.PLATFORM_PROBE, _ -> release.await()));
    var first = with(Options.concurrency("deploy", Policy.REJECT), submit(QUICK));
    var second = with(Options.concurrency("deploy", Policy.REJECT), submit(QUICK));

    // when
    rig.take(engine, first, second);

    // then
    rig.awaitEnd(id(second));
    assertThat(rig.lives().of(id(second)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("concurrency_rejected"));
    release.countDown();
    rig.awaitEnd(id(first));
  }

  @Test
  void theNewestReplacesThoseThatWaitAndStopsTheOneThatRuns() {
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
    var engine = rig.start(handler);
    var running = with(Options.concurrency("deploy", Policy.QUEUE), submit(QUICK));
    var waiting = with(Options.concurrency("deploy", Policy.REPLACE_QUEUED), submit(QUICK));
    var replacing = with(Options.concurrency("deploy", Policy.REPLACE_QUEUED), submit(QUICK));
    var newest = with(Options.concurrency("deploy", Policy.CANCEL_RUNNING), submit(QUICK));
    rig.take(engine, running);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    rig.take(engine, waiting);
    rig.take(engine, replacing);
    rig.take(engine, newest);

    // then
    rig.awaitEnds(List.of(id(running), id(waiting), id(replacing), id(newest)));
    assertThat(rig.lives().of(id(waiting)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskSuperseded.class, end -> assertThat(end.by()).isEqualTo(id(replacing)));
    assertThat(rig.lives().of(id(replacing)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskSuperseded.class, end -> assertThat(end.by()).isEqualTo(id(newest)));
    assertThat(rig.lives().of(id(running)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskCancelled.class,
            end -> assertThat(end.reason().code()).isEqualTo("concurrency_cancelled"));
    assertThat(handler.effects()).containsExactly(id(newest));
  }

  @Test
  void aRetryingTaskIsUndoneBeforeANewerOneTakesItsPlace() {
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
    var retry = Options.retry(5, Backoff.Kind.FIXED, Duration.ofHours(1)).retry();
    var key = Options.concurrency("deploy", Policy.QUEUE).concurrency();
    var retrying =
        with(new TaskOptions(0, null, null, null, null, retry, key, Map.of(), null), submit(QUICK));
    rig.take(engine, retrying);
    Eventually.until(() -> rig.lives().names(id(retrying)).contains("TaskRetryScheduled"));
    var newest = with(Options.concurrency("deploy", Policy.CANCEL_RUNNING), submit(QUICK));

    // when
    rig.take(engine, newest);

    // then
    rig.awaitEnds(List.of(id(retrying), id(newest)));
    assertThat(rig.lives().names(id(retrying))).endsWith("StepUndone", "TaskCancelled");
    assertThat(handler.undone()).containsExactly(id(retrying));
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
