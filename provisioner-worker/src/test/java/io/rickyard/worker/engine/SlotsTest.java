package io.rickyard.worker.engine;

import static io.rickyard.contracts.task.TaskQueue.BATCH;
import static io.rickyard.contracts.task.TaskQueue.CRITICAL;
import static io.rickyard.contracts.task.TaskQueue.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotsTest {

  private final Slots slots = new Slots(2, 3);

  @Test
  void criticalTasksHaveSlotsThatNobodyElseTakes() {
    // when
    int taken = slots.take(NORMAL, 10);

    // then
    assertThat(taken).isEqualTo(3);
    assertThat(slots.take(BATCH, 1)).isZero();
    assertThat(slots.take(CRITICAL, 10)).isEqualTo(2);
  }

  @Test
  void whatIsGivenBackIsThereAgain() {
    // given
    slots.take(NORMAL, 3);

    // when
    slots.release(NORMAL, 2);

    // then
    assertThat(slots.take(BATCH, 5)).isEqualTo(2);
  }

  @Test
  void whatWasGivenBackTooEarlyIsOwedUntilItComes() {
    // given
    slots.take(NORMAL, 3);

    // when
    slots.restore(NORMAL, 1);

    // then
    slots.release(NORMAL, 1);
    assertThat(slots.take(NORMAL, 1)).isZero();
    slots.release(NORMAL, 1);
    assertThat(slots.take(NORMAL, 1)).isOne();
  }

  @Test
  void closedSlotsGiveNothing() {
    // when
    slots.close();

    // then
    assertThat(slots.take(CRITICAL, 1)).isZero();
  }
}
