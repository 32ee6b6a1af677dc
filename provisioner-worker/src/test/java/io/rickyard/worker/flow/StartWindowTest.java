package io.rickyard.worker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.flow.StartRate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartWindowTest {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
  private static final StartRate PER_SECOND = new StartRate(10, Duration.ofSeconds(1));
  private static final StartRate PER_MINUTE = new StartRate(10, Duration.ofMinutes(1));

  @Test
  void startsCountOnUnderARateOfAnotherLengthAndNotForEver() {
    // given
    var window = StartWindow.EMPTY.started(PER_SECOND, AT, 10);

    // when
    var longer = window.under(PER_SECOND, PER_MINUTE);

    // then
    assertThat(longer.free(PER_MINUTE, AT.plusSeconds(59))).isZero();
    assertThat(longer.free(PER_MINUTE, AT.plusSeconds(63))).isEqualTo(10);
    assertThat(longer.wait(PER_MINUTE, AT)).isLessThan(Duration.ofSeconds(63));
  }

  @Test
  void startsCountForTheShorterLengthWhenARateGetsOne() {
    // given
    var window = StartWindow.EMPTY.started(PER_MINUTE, AT, 10);

    // when
    var shorter = window.under(PER_MINUTE, PER_SECOND);

    // then
    assertThat(shorter.free(PER_SECOND, AT)).isZero();
    assertThat(shorter.free(PER_SECOND, AT.plusSeconds(3))).isEqualTo(10);
  }
}
