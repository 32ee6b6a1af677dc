package io.rickyard.org.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.org.schedule.Occurrences;
import io.rickyard.org.schedule.Timing;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionsTest {

  /** On 2027-03-28 Berlin has no hour from 2 to 3; on 2026-10-25 it has it twice. */
  private static final String BERLIN = "Europe/Berlin";

  private final CronExpressions expressions = new CronExpressions();

  @ParameterizedTest(name = "{0} {1} after {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *     | Europe/Berlin    | 2027-03-27T12:00+01:00 | 2027-03-28T03:00+02:00 2027-03-29T02:30+02:00
          15,45 2 * * *  | Europe/Berlin    | 2027-03-27T12:00+01:00 | 2027-03-28T03:00+02:00 2027-03-29T02:15+02:00
          0 2,3 * * *    | Europe/Berlin    | 2027-03-28T01:00+01:00 | 2027-03-28T03:00+02:00 2027-03-29T02:00+02:00
          30 1-3 * * *   | Europe/Berlin    | 2027-03-28T01:00+01:00 | 2027-03-28T01:30+01:00 2027-03-28T03:00+02:00 2027-03-28T03:30+02:00
          */30 * * * *   | Europe/Berlin    | 2027-03-28T01:00+01:00 | 2027-03-28T01:30+01:00 2027-03-28T03:00+02:00 2027-03-28T03:30+02:00
          30 2 * * *     | Europe/Berlin    | 2026-10-24T12:00+02:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
          30 2 * * *     | Europe/Berlin    | 2026-10-25T02:10+01:00 | 2026-10-26T02:30+01:00
          0 */2 * * *    | Europe/Berlin    | 2026-10-25T01:00+02:00 | 2026-10-25T02:00+02:00 2026-10-25T04:00+01:00
          30 1-3 * * *   | Europe/Berlin    | 2026-10-25T01:00+02:00 | 2026-10-25T01:30+02:00 2026-10-25T02:30+02:00 2026-10-25T03:30+01:00
          */30 * * * *   | Europe/Berlin    | 2026-10-25T01:50+02:00 | 2026-10-25T02:00+02:00 2026-10-25T02:30+02:00 2026-10-25T02:00+01:00 2026-10-25T02:30+01:00 2026-10-25T03:00+01:00
          30 2 * * *     | America/New_York | 2027-03-13T12:00-05:00 | 2027-03-14T03:00-04:00 2027-03-15T02:30-04:00
          30 1 * * *     | America/New_York | 2026-11-01T00:00-04:00 | 2026-11-01T01:30-04:00 2026-11-02T01:30-05:00
          15 2 * * *     | Australia/Lord_Howe | 2026-10-03T12:00+10:30 | 2026-10-04T02:30+11:00 2026-10-05T02:15+11:00
          0 0 * * mon-fri | UTC             | 2026-11-20T12:00Z | 2026-11-23T00:00Z 2026-11-24T00:00Z
          0 12 29 2 *    | UTC              | 2026-11-20T12:00Z | 2028-02-29T12:00Z 2032-02-29T12:00Z
          """)
  void timesFollowTheZonesClocks(String expression, String zone, String after, String due) {
    // given
    var cron = new Timing.Cron(expression, ZoneId.of(zone));
    var expected = Arrays.stream(due.split(" ", -1)).map(CronExpressionsTest::instant).toList();

    // when
    var found = new Occurrences(expressions).upcoming(cron, instant(after), expected.size());

    // then
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *      | 2027-03-26T00:00Z
          15,45 2 * * *   | 2027-03-26T00:00Z
          20 1-4 * * *    | 2027-03-27T20:00Z
          */30 * * * *    | 2027-03-27T23:00Z
          30 2 * * *      | 2026-10-23T00:00Z
          20,40 1-4 * * * | 2026-10-24T20:00Z
          */20 * * * *    | 2026-10-24T23:00Z
          """)
  void lookingBackFindsWhatLookingAheadFound(String expression, String from) {
    // given
    var cron = new Timing.Cron(expression, ZoneId.of(BERLIN));
    var ahead = new Occurrences(expressions).upcoming(cron, instant(from), 12);

    // when
    List<Instant> back = new ArrayList<>();
    for (var at = ahead.getLast(); back.size() < 12; at = at.minusNanos(1)) {
      at = expressions.latest(cron, at).orElseThrow();
      back.addFirst(at);
    }

    // then
    assertThat(back).isEqualTo(ahead);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "* * * * * *", "61 * * * *", "@daily", "a b c d e"})
  void whatIsNoExpressionIsRefusedInWords(String expression) {
    assertThatThrownBy(
            () -> expressions.next(new Timing.Cron(expression, ZoneId.of("UTC")), Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains("cron expression");
  }

  @Test
  void dayThatNeverComesIsNeverDue() {
    assertThat(expressions.next(new Timing.Cron("0 0 30 2 *", ZoneId.of("UTC")), Instant.EPOCH))
        .isEmpty();
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
