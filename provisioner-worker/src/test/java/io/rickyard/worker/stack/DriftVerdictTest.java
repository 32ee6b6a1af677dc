package io.rickyard.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.DriftPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftVerdictTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Repairs.Limit LIMIT = new Repairs.Limit(2, Duration.ofMinutes(10));
  private static final Instant LATELY = NOW.minus(Duration.ofMinutes(9));
  private static final Instant LONG_AGO = NOW.minus(Duration.ofMinutes(11));
  private static final Drift GONE = new Drift("meta", Drift.Kind.REMOVED, "has no container");
  private static final Drift ENDED = new Drift("db", Drift.Kind.STOPPED, "ended with 137");

  private static StackObservation seen(boolean data, Drift... drifts) {
    return new StackObservation(data, true, List.of(), null, List.of(drifts), NOW);
  }

  private static Repairs past(Instant... at) {
    return new Repairs(List.of(at), false);
  }

  private static final Repairs VAIN = new Repairs(List.of(LONG_AGO, LONG_AGO), true);

  static Stream<Arguments> table() {
    var nothing = seen(true);
    var gone = seen(true, GONE);
    var lost = seen(false, GONE);
    return Stream.of(
        row(nothing, DriftPolicy.REPAIR, past(), DriftVerdict.None.class),
        row(nothing, DriftPolicy.REPORT, past(), DriftVerdict.None.class),
        row(nothing, DriftPolicy.REPAIR, VAIN, DriftVerdict.None.class),
        row(lost, DriftPolicy.REPAIR, past(), DriftVerdict.None.class),
        row(lost, DriftPolicy.REPORT, past(), DriftVerdict.None.class),
        row(gone, DriftPolicy.REPORT, past(), DriftVerdict.Told.class),
        row(gone, DriftPolicy.REPORT, VAIN, DriftVerdict.Told.class),
        row(gone, DriftPolicy.REPAIR, past(), DriftVerdict.Mended.class),
        row(gone, DriftPolicy.REPAIR, past(LATELY), DriftVerdict.Mended.class),
        row(gone, DriftPolicy.REPAIR, past(LATELY, LONG_AGO), DriftVerdict.Mended.class),
        row(gone, DriftPolicy.REPAIR, past(LATELY, LATELY), DriftVerdict.GivenUp.class),
        row(gone, DriftPolicy.REPAIR, VAIN, DriftVerdict.GivenUp.class));
  }

  private static Arguments row(
      StackObservation seen,
      DriftPolicy policy,
      Repairs past,
      Class<? extends DriftVerdict> verdict) {
    return Arguments.of(seen, policy, past, verdict);
  }

  @ParameterizedTest
  @MethodSource("table")
  void whatFollowsIsDecidedByPolicyAndByWhatWasTried(
      StackObservation seen,
      DriftPolicy policy,
      Repairs past,
      Class<? extends DriftVerdict> verdict) {
    assertThat(DriftVerdict.of(seen, policy, past, LIMIT, NOW)).isInstanceOf(verdict);
  }

  @Test
  void onlyWhatDiffersIsMended() {
    var verdict =
        DriftVerdict.of(seen(true, GONE, ENDED), DriftPolicy.REPAIR, past(LATELY), LIMIT, NOW);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            DriftVerdict.Mended.class,
            mended -> {
              assertThat(mended.services()).isEqualTo(Set.of("meta", "db"));
              assertThat(mended.reason().message())
                  .isEqualTo(
                      "meta has no container, db ended with 137; it is being mended"
                          + " (repair 2 of at most 2 within 10 min)");
            });
  }

  @Test
  void whoGivesUpSaysWhatWasSeenAndHowOftenItWasRepaired() {
    var verdict =
        DriftVerdict.of(seen(true, GONE), DriftPolicy.REPAIR, past(LATELY, LATELY), LIMIT, NOW);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            DriftVerdict.GivenUp.class,
            given ->
                assertThat(given.reason().message())
                    .startsWith("meta has no container; 2 repairs within 10 min did not last"));
  }

  @Test
  void aReasonStaysShortHoweverMuchDiffers() {
    var many =
        IntStream.range(0, 12)
            .mapToObj(number -> new Drift("s" + number, Drift.Kind.STOPPED, "ended with 0"))
            .toArray(Drift[]::new);

    var verdict = DriftVerdict.of(seen(true, many), DriftPolicy.REPORT, past(), LIMIT, NOW);

    assertThat(verdict)
        .isInstanceOfSatisfying(
            DriftVerdict.Told.class,
            told ->
                assertThat(told.reason().message())
                    .startsWith("s0 ended with 0, s1 ended with 0, s2 ended with 0 and 9 more;"));
  }

  @Test
  void onlyRepairsWithinTheWindowCount() {
    assertThat(new Repairs(Collections.nCopies(5, LONG_AGO), false).within(LIMIT.window(), NOW))
        .isZero();
  }
}
