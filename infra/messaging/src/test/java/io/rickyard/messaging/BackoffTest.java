package io.rickyard.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void theWaitDoublesUpToItsLimit() {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500));

    assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(backoff.after(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.after(3)).isEqualTo(Duration.ofMillis(400));
    assertThat(backoff.after(4)).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMillis(500));
  }
}
