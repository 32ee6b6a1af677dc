package io.rickyard.auth.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptRulesTest {

  private static final Instant LAST = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"1,0", "4,0", "5,1", "6,2", "7,4", "10,32", "11,60", "12,60", "2000000000,60"})
  void waitDoublesUpToAMinuteForAnAccount(int failures, int seconds) {
    assertThat(AttemptRules.ACCOUNT.nextAt(failures, LAST))
        .isEqualTo(LAST.plus(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({"19,0", "20,1", "29,512", "30,900", "100,900"})
  void waitDoublesUpToAQuarterOfAnHourForAnAddress(int failures, int seconds) {
    assertThat(AttemptRules.ADDRESS.nextAt(failures, LAST))
        .isEqualTo(LAST.plus(Duration.ofSeconds(seconds)));
  }
}
