package io.rickyard.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RateLimit limit = new RateLimit(new Rate(10, 3), nanos::get);

  @Test
  void burstGoesThroughAndThenOneMustWait() {
    // when
    var pauses = Stream.generate(() -> limit.take("ada")).limit(4).toList();

    // then
    assertThat(pauses)
        .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(100));
  }

  @Test
  void rateIsEarnedBack() {
    // given
    for (int i = 0; i < 3; i++) {
      limit.take("ada");
    }

    // when
    nanos.addAndGet(Duration.ofMillis(100).toNanos());

    // then
    assertThat(limit.take("ada")).isZero();
    assertThat(limit.take("ada")).isPositive();
  }

  @Test
  void oneCannotSpendWhatIsAnothers() {
    // given
    for (int i = 0; i < 4; i++) {
      limit.take("ada");
    }

    // then
    assertThat(limit.take("ben")).isZero();
  }
}
