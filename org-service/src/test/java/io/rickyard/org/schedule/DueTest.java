package io.rickyard.org.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DueTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Occurrences occurrences = new Occurrences(new NoCron());
  private final Timing hourly = new Timing.Interval(Duration.ofHours(1), NOON);

  @ParameterizedTest
  @EnumSource
  void whatIsDueOnTimeRunsWhateverThePolicy(MissedRuns missed) {
    // when
    var due = decide(hourly, NOON, NOON.plusSeconds(2), missed);

    // then
    assertThat(due).isEqualTo(new Due(NOON, null, hours(1)));
  }

  @Test
  void missedRunsAreSkipped() {
    // when
    var due = decide(hourly, NOON, hours(3).plusSeconds(300), MissedRuns.SKIP);

    // then
    assertThat(due).isEqualTo(new Due(null, NOON, hours(4)));
  }

  @Test
  void skippingRunsTheOneThatIsStillOnTime() {
    // when
    var due = decide(hourly, NOON, hours(3).plusSeconds(5), MissedRuns.SKIP);

    // then
    assertThat(due).isEqualTo(new Due(hours(3), NOON, hours(4)));
  }

  @Test
  void missedRunsAreMadeUpForOnce() {
    // when
    var due = decide(hourly, NOON, hours(3).plusSeconds(300), MissedRuns.ONCE);

    // then
    assertThat(due).isEqualTo(new Due(hours(3), NOON, hours(4)));
  }

  @Test
  void allMissedRunsAreMadeUpForOneAfterTheOther() {
    // when
    var runs = runs(hours(3).plusSeconds(300));

    // then
    assertThat(runs).containsExactly(NOON, hours(1), hours(2), hours(3));
  }

  @Test
  void ofVeryManyMissedRunsTheLastAreMadeUpFor() {
    // when
    var runs = runs(hours(1_000));

    // then
    assertThat(runs).hasSize(Due.MOST_MADE_UP).startsWith(hours(901)).endsWith(hours(1_000));
  }

  @Test
  void whatWasPassedOverBecauseOfTheCapIsTold() {
    // when
    var due = decide(hourly, NOON, hours(1_000), MissedRuns.ALL);

    // then
    assertThat(due).isEqualTo(new Due(hours(901), NOON, hours(902)));
  }

  @ParameterizedTest
  @EnumSource
  void afterItsOneTimeAScheduleIsNeverDueAgain(MissedRuns missed) {
    // when
    var due = decide(new Timing.Once(NOON), NOON, NOON.plusSeconds(1), missed);

    // then
    assertThat(due).isEqualTo(new Due(NOON, null, null));
  }

  @Test
  void oneTimeThatWasMissedIsSkippedForGood() {
    // when
    var due = decide(new Timing.Once(NOON), NOON, hours(1), MissedRuns.SKIP);

    // then
    assertThat(due).isEqualTo(new Due(null, NOON, null));
  }

  @Test
  void intervalsComeAtTheSamePlacesWhereverOneLooks() {
    assertThat(occurrences.next(hourly, NOON.minusSeconds(1))).contains(NOON);
    assertThat(occurrences.next(hourly, NOON)).contains(hours(1));
    assertThat(occurrences.latest(hourly, hours(2).minusNanos(1))).contains(hours(1));
    assertThat(occurrences.latest(hourly, NOON.minusNanos(1))).isEmpty();
  }

  private List<Instant> runs(Instant now) {
    List<Instant> runs = new ArrayList<>();
    @Nullable Instant dueAt = NOON;
    while (dueAt != null && !dueAt.isAfter(now)) {
      var due = decide(hourly, dueAt, now, MissedRuns.ALL);
      Optional.ofNullable(due.run()).ifPresent(runs::add);
      dueAt = due.next();
    }
    return runs;
  }

  private Due decide(Timing timing, Instant dueAt, Instant now, MissedRuns missed) {
    return Due.decide(occurrences, timing, dueAt, now, missed, GRACE);
  }

  private static Instant hours(int hours) {
    return NOON.plus(Duration.ofHours(hours));
  }

  private static final class NoCron implements CronTimes {
    @Override
    public Optional<Instant> next(Timing.Cron cron, Instant after) {
      throw new AssertionError("Not asked here");
    }

    @Override
    public Optional<Instant> latest(Timing.Cron cron, Instant until) {
      throw new AssertionError("Not asked here");
    }
  }
}
