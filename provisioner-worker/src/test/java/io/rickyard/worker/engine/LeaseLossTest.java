package io.rickyard.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseLossTest {

  private final AtomicInteger counted = new AtomicInteger();
  private final LeaseLoss loss =
      new LeaseLoss(
          new Meters() {
            @Override
            public void lostLease() {
              counted.incrementAndGet();
            }
          });

  @Test
  void lossIsNewsOnceHoweverOftenItIsSeen() {
    // given
    boolean first = loss.begins();

    // when
    boolean again = loss.begins();

    // then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(counted).hasValue(1);
  }

  @Test
  void nextLossIsNewsAgain() {
    // given
    assertThat(loss.begins()).isTrue();
    loss.isOver();

    // when
    boolean next = loss.begins();

    // then
    assertThat(next).isTrue();
    assertThat(counted).hasValue(2);
  }
}
