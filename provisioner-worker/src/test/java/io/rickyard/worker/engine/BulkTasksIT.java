package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.BulkOutcome;
import io.rickyard.contracts.task.BulkOutcome.Result;
import io.rickyard.contracts.task.BulkTargets;
import io.rickyard.contracts.task.BulkTargets.Target;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.bulk.CancelTasks;
import io.rickyard.worker.bulk.RetryTasks;
import io.rickyard.worker.bulk.TaskCommands;
import io.rickyard.worker.bulk.Unsealing;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.task.TaskState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class BulkTasksIT {

  /** Sealing is proved elsewhere; here the text travels as it is. */
  private static final Unsealing OPEN = (sealed, _, _) -> sealed.ciphertext();

  private final List<AuditRecord> deeds = new CopyOnWriteArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private EngineRig rig;
  private Engine engine;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
    var commands = new RigCommands();
    engine =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                context -> {
                  if (context.run().input() instanceof TaskInput.PlatformProbe probe
                      && probe.logLines() > 0) {
                    begun.countDown();
                    new CountDownLatch(1).await();
                  }
                }),
            new CancelTasks(commands, OPEN, Clock.systemUTC()),
            new RetryTasks(commands, OPEN, Clock.systemUTC()));
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void everyTaskIsCancelledAndToldOfInPortions() {
    // given
    var later = Instant.now().plusSeconds(3600);
    var waiting = IntStream.range(0, 1_200).mapToObj(_ -> Commands.at(later, QUICK)).toList();
    rig.take(engine, waiting);
    var over = submit(QUICK);
    rig.take(engine, over);
    rig.awaitEnd(id(over));
    var running = submit(new TaskInput.PlatformProbe(1, Duration.ZERO, 0, 1, true, 1, 1));
    rig.take(engine, running);
    Eventually.until(() -> begun.getCount() == 0);

    // when
    List<TaskId> all = new ArrayList<>(waiting.stream().map(BulkTasksIT::id).toList());
    all.add(id(over));
    all.add(id(running));
    var bulk =
        bulk(
            new TaskInput.TasksCancel("state=scheduled", all.size(), "a mistake", false),
            all.stream().map(id -> new Target(id, null, null, null)).toList());
    rig.take(engine, bulk);

    // then
    rig.awaitEnd(id(bulk));
    rig.awaitEnds(all);
    var lives = rig.lives();
    assertThat(lives.of(id(bulk)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskSucceeded.class,
            end ->
                assertThat(end.result())
                    .isEqualTo(
                        Map.of(
                            "tasks", "1202",
                            "cancelled", "1200",
                            "stopping", "1",
                            "ended_before", "1")));
    assertThat(lives.names(id(bulk)).stream().filter("StepCompleted"::equals)).hasSize(4);
    assertThat(outcomes(lives, id(bulk)))
        .hasSize(1_202)
        .contains(new BulkOutcome(id(over), Result.ENDED_BEFORE, null));
    assertThat(lives.of(id(waiting.getFirst())).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskCancelled.class,
            end -> assertThat(end.reason().message()).isEqualTo("a mistake"));
    assertThat(deeds)
        .singleElement()
        .satisfies(deed -> {
          assertThat(deed.action()).isEqualTo("tasks.cancel");
          assertThat(deed.target()).isEqualTo(id(bulk).toString());
          assertThat(deed.detail()).contains("1202 tasks where state=scheduled");
        });
  }

  @Test
  void everyRepetitionIsANewTaskAndWhatCannotBeRepeatedSaysWhy() {
    // given
    var first = TaskId.next();
    var second = TaskId.next();
    var again = again(first);

    // when
    var bulk =
        bulk(
            new TaskInput.TasksRetry("state=failed", 2),
            List.of(
                new Target(first, null, again, null),
                new Target(second, null, null, "not_repeatable")));
    rig.take(engine, bulk);

    // then
    rig.awaitEnds(List.of(id(bulk), again.taskId()));
    var lives = rig.lives();
    assertThat(outcomes(lives, id(bulk)))
        .containsExactlyInAnyOrder(
            new BulkOutcome(first, Result.SUBMITTED, again.taskId().toString()),
            new BulkOutcome(second, Result.REFUSED, "not_repeatable"));
    assertThat(lives.of(again.taskId()).getFirst())
        .isInstanceOfSatisfying(
            TaskEvent.TaskQueued.class,
            queued -> assertThat(queued.task().retryOf()).isEqualTo(first));
  }

  @Test
  void sameRepetitionInTwoBulkTasksRunsOnce() {
    // given
    var dead = TaskId.next();
    var again = again(dead);
    var target = List.of(new Target(dead, null, again, null));
    var one = bulk(new TaskInput.TasksRetry("state=failed", 1), target);
    var other = bulk(new TaskInput.TasksRetry("state=failed", 1), target);

    // when
    rig.take(engine, one, other);

    // then
    rig.awaitEnds(List.of(id(one), id(other), again.taskId()));
    assertThat(rig.lives().ends(again.taskId())).isEqualTo(1);
  }

  @Test
  void bulkTaskWithoutItsListFailsForGood() {
    // given
    var bulk = submit(new TaskInput.TasksRetry("state=failed", 1));

    // when
    rig.take(engine, bulk);

    // then
    rig.awaitEnd(id(bulk));
    assertThat(rig.lives().of(id(bulk)).getLast())
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            end -> {
              assertThat(end.error().code()).isEqualTo("targets_unreadable");
              assertThat(end.error().retryable()).isFalse();
            });
  }

  private static List<BulkOutcome> outcomes(Lives lives, TaskId id) {
    return lives.log(id).stream().flatMap(line -> BulkOutcome.parse(line.text()).stream()).toList();
  }

  private static SubmitTask again(TaskId of) {
    return new SubmitTask(
        of.replay(),
        TaskQueue.NORMAL,
        QUICK,
        Map.of(),
        Map.of(),
        null,
        of,
        TaskOptions.USUAL,
        Instant.now());
  }

  private static Envelope<SubmitTask> bulk(TaskInput input, List<Target> targets) {
    var plain = submit(input);
    var body = plain.body();
    var sealed =
        Map.of(BulkTargets.FIELD, new SealedSecret("test", new BulkTargets(targets).packed()));
    return new Envelope<>(
        plain.messageId(),
        plain.type(),
        plain.schemaVersion(),
        plain.entity(),
        plain.version(),
        plain.time(),
        plain.organization(),
        plain.project(),
        plain.generation(),
        plain.correlationId(),
        plain.causationId(),
        plain.actor(),
        plain.trace(),
        new SubmitTask(
            body.taskId(),
            body.queue(),
            input,
            Map.of(),
            sealed,
            null,
            null,
            TaskOptions.USUAL,
            body.submittedAt()));
  }

  private static TaskId id(Envelope<SubmitTask> envelope) {
    return envelope.body().taskId();
  }

  /** What the service's own does, on the rig's database. */
  private final class RigCommands implements TaskCommands {
    @Override
    public Map<TaskId, TaskState> take(List<? extends Envelope<? extends TaskCommand>> commands) {
      if (commands.isEmpty()) {
        return Map.of();
      }
      return rig.transactions()
          .call(transaction -> {
            engine.intake().take(transaction, commands);
            return TaskTable.states(
                transaction.connection(),
                commands.stream().map(command -> command.body().taskId()).toList());
          });
    }

    @Override
    public void record(Envelope<AuditRecord> deed) {
      deeds.add(deed.body());
    }
  }
}
