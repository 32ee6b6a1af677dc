package io.rickyard.worker.engine;

import static io.rickyard.worker.engine.Commands.QUICK;
import static io.rickyard.worker.engine.Commands.organization;
import static io.rickyard.worker.engine.Commands.probe;
import static io.rickyard.worker.engine.Commands.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.probe.ProbeHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is served before whom, counted in tasks and never in seconds. */
@ExtendWith(Infrastructure.class)
class FairnessIT {

  private static final int FLOOD = 50_000;
  private static final int EACH = 50;
  private static final int OTHERS = 9;
  private static final int AT_ONCE = 500;

  private EngineRig rig;

  @BeforeEach
  void open(TestDatabase database) {
    rig = new EngineRig(database);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  /**
   * Nine organizations with 50 tasks each against one with 50,000: as if they shared equally, the
   * flood is given one turn for each of theirs, so 50 while they run. What was claimed before they
   * came (all slots) and what one claim takes ahead of its turn (all slots) comes on top.
   */
  @Test
  void aFloodDelaysNobodyBeyondItsShare() {
    // given
    var open = new CountDownLatch(1);
    Queue<OrganizationId> served = new ConcurrentLinkedQueue<>();
    var engine =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                context -> {
                  open.await();
                  served.add(context.run().organization());
                }));
    var flood = organization(0);
    for (int taken = 0; taken < FLOOD; taken += AT_ONCE) {
      rig.take(engine, IntStream.range(0, AT_ONCE).mapToObj(_ -> submit(flood, QUICK)).toList());
    }
    List<Envelope<SubmitTask>> others = new ArrayList<>();
    for (int number = 1; number <= OTHERS; number++) {
      for (int task = 0; task < EACH; task++) {
        others.add(submit(organization(number), QUICK));
      }
    }
    rig.take(engine, others);

    // when
    open.countDown();

    // then
    Eventually.within(Duration.ofSeconds(60))
        .until(() ->
            served.stream().filter(one -> !one.equals(flood)).count() == (long) OTHERS * EACH);
    int left = OTHERS * EACH;
    int ofTheFlood = 0;
    for (OrganizationId one : served) {
      if (one.equals(flood)) {
        ofTheFlood++;
      } else if (--left == 0) {
        break;
      }
    }
    assertThat(ofTheFlood).isLessThanOrEqualTo(EACH + 2 * EngineRig.SETTINGS.sharedSlots());
  }

  @Test
  void criticalWorkStartsWhileAllOtherSlotsAreTaken() {
    // given
    var block = new CountDownLatch(1);
    var engine =
        rig.start(
            new ScriptedHandler(
                BuiltInType.PLATFORM_PROBE,
                context -> {
                  if (context.run().organization().equals(organization(3))) {
                    block.await();
                  }
                }));
    rig.take(
        engine, IntStream.range(0, 200).mapToObj(_ -> submit(organization(3), QUICK)).toList());

    // when
    var critical = probe(TaskQueue.CRITICAL, QUICK, TaskOptions.USUAL);
    rig.take(engine, critical);

    // then
    rig.awaitEnd(critical.body().taskId());
    block.countDown();
  }

  @Test
  void aBatchTaskMakesRoomBetweenItsStepsAndGoesOnWhereItWas() {
    // given
    var settings = EngineRig.slots(1, 1);
    var engine = rig.start(settings, (_, _, _, _) -> false, new ProbeHandler());
    var batch = probe(TaskQueue.BATCH, probe(6, Duration.ofMillis(300)), TaskOptions.USUAL);
    rig.take(engine, batch);
    Eventually.until(() -> rig.lives().names(id(batch)).contains("StepCompleted"));

    // when
    var normal = submit(QUICK);
    rig.take(engine, normal);

    // then
    rig.awaitEnds(List.of(id(normal), id(batch)));
    assertThat(rig.lives().names(id(batch)))
        .containsSubsequence(
            "TaskStarted", "StepCompleted", "TaskPreempted", "TaskStarted", "TaskSucceeded");
    assertThat(startedSteps(id(batch))).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(rig.lives().startOrder()).containsExactly(id(batch), id(normal));
  }

  private List<Integer> startedSteps(TaskId task) {
    return rig.lives().of(task).stream()
        .filter(TaskEvent.StepStarted.class::isInstance)
        .map(TaskEvent.StepStarted.class::cast)
        .map(TaskEvent.StepStarted::step)
        .toList();
  }

  private static TaskId id(Envelope<SubmitTask> submit) {
    return submit.body().taskId();
  }
}
