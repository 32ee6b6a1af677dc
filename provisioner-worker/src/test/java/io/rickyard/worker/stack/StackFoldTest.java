package io.rickyard.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.worker.task.TaskFailure;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, what was told is what is remembered, and no status lasts without a task. */
class StackFoldTest {

  private static final List<StackChange> LASTING =
      List.of(
          StackChange.PROVISION,
          StackChange.PAUSE,
          StackChange.RESUME,
          StackChange.RESTART,
          StackChange.REPAIR);
  private static final Actor OBSERVER = Actor.system("provisioner-worker");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void foldingTheEventsGivesTheLedgersState(long seed) {
    var random = new Random(seed);
    var rig = new StackRig();
    for (int turn = 0; turn < 200; turn++) {
      // when
      happen(rig, random);

      // then
      assertThat(rig.record().state())
          .as("seed %d, turn %d", seed, turn)
          .isEqualTo(folded(rig))
          .isNotInstanceOf(StackState.Changing.class);
      if (rig.record().state() instanceof StackState.Active) {
        assertThat(rig.record().everActive()).isTrue();
        assertThat(rig.record().database()).isNotNull();
      }
    }
  }

  private static StackState folded(StackRig rig) {
    StackState state = new StackState.Absent();
    for (StackEvent event : rig.ledger.told(rig.project)) {
      state = StackState.evolve(state, event);
    }
    return state;
  }

  private static void happen(StackRig rig, Random random) {
    boolean known = rig.ledger.find(rig.project).isPresent();
    switch (known ? random.nextInt(5) : 0) {
      case 0 -> change(rig, known ? any(random) : StackChange.PROVISION, random);
      case 1 -> rig.runtime.kill(rig.project);
      case 2 -> rig.runtime.move(rig.project);
      default -> observe(rig, random.nextInt(10) > 0);
    }
  }

  /** Deletion is rare, for nothing follows it. */
  private static StackChange any(Random random) {
    return random.nextInt(50) == 0
        ? StackChange.REMOVE
        : LASTING.get(random.nextInt(LASTING.size()));
  }

  private static void change(StackRig rig, StackChange change, Random random) {
    var task = rig.accept(change);
    if (random.nextInt(3) == 0) {
      rig.runtime.failNext(new StackFailure("broken", "The disk is full", true, null));
    }
    try {
      rig.attempt(change, task);
    } catch (TaskFailure _) {
      rig.cancel(change, task);
    }
  }

  private static void observe(StackRig rig, boolean visible) {
    var seen = rig.look();
    rig.ledger.append(
        rig.project,
        OBSERVER,
        now ->
            visible
                ? Observation.seen(now, seen, null)
                : Observation.lost(
                    now.state(), new Reason("away", "It cannot be seen"), rig.clock.instant()));
  }
}
