package io.rickyard.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0.0s",
    "PT0.449S, 0.4s",
    "PT59.9S, 59.9s",
    "PT4M5S, 4m05s",
    "PT26H7M, 26h07m"
  })
  void spansAreShort(Duration span, String text) {
    assertThat(Spans.took(span)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"PT3S, 3s", "PT5M10S, 5m", "PT47H, 47h", "PT48H, 2d", "PT-5S, 0s"})
  void agesAreRoundedDown(Duration age, String text) {
    assertThat(Spans.age(NOW.minus(age), NOW)).isEqualTo(text);
  }

  @Test
  void whatHasNotBegunTookNothing() {
    assertThat(Spans.took(null, null, NOW)).isEmpty();
  }
}
