package io.rickyard.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Attempt;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private final RetryPolicy policy =
      new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(5), 0.5);

  @Test
  void theDelayDoublesUpToItsCap() {
    assertThat(policy.delayAfter(new Attempt(1), 0)).contains(Duration.ofSeconds(1));
    assertThat(policy.delayAfter(new Attempt(2), 0)).contains(Duration.ofSeconds(2));
    assertThat(policy.delayAfter(new Attempt(3), 0)).contains(Duration.ofSeconds(4));
    assertThat(policy.delayAfter(new Attempt(4), 0)).contains(Duration.ofSeconds(5));
  }

  @Test
  void theLastAttemptHasNoSuccessor() {
    assertThat(policy.delayAfter(new Attempt(5), 0)).isEmpty();
    assertThat(RetryPolicy.once().delayAfter(Attempt.FIRST, 0)).isEmpty();
  }

  @Test
  void jitterTakesAwayItsShareAtMost() {
    assertThat(policy.delayAfter(Attempt.FIRST, 0.9999)).contains(Duration.ofMillis(500));
  }

  @Test
  void veryLateAttemptsDoNotOverflow() {
    var patient = new RetryPolicy(1_000, Duration.ofHours(1), Duration.ofDays(1), 0);
    assertThat(patient.delayAfter(new Attempt(999), 0)).contains(Duration.ofDays(1));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 1.1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
