package io.rickyard.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObservationTest {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final DatabaseEndpoint HERE =
      new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17");
  private static final DatabaseEndpoint THERE =
      new DatabaseEndpoint("127.0.0.1", 20_001, "postgres", "17");
  private static final ServiceHealth GOOD = new ServiceHealth("db", true, AT, "17", null);
  private static final ServiceHealth BAD =
      new ServiceHealth("db", false, AT, null, "it does not answer");

  private static final StackObservation HEALTHY =
      new StackObservation(true, true, List.of(GOOD), HERE, List.of(), AT);
  private static final StackObservation ELSEWHERE =
      new StackObservation(true, true, List.of(GOOD), THERE, List.of(), AT);
  private static final StackObservation SICK =
      new StackObservation(true, true, List.of(BAD), null, List.of(), AT);
  private static final StackObservation DOWN =
      new StackObservation(true, false, List.of(BAD), null, List.of(), AT);
  private static final StackObservation GONE = StackObservation.absent(AT);

  private static final Reason OTHER = new Reason("other", "Something else");

  private static StackRecord in(StackState state) {
    return new StackRecord(
        TestStacks.project(),
        TestStacks.ORGANIZATION,
        StackSize.of(StackProfile.DATABASE),
        "process",
        Generation.FIRST,
        Generation.FIRST,
        1,
        state,
        true,
        HERE,
        null);
  }

  static Stream<StackState> unwatched() {
    return Stream.concat(
        Stream.of(
            new StackState.Absent(),
            new StackState.Changing(StackChange.PAUSE, TaskId.next(), AT),
            new StackState.Paused(),
            new StackState.Removed()),
        Arrays.stream(StackChange.values())
            .map(change -> new StackState.Failed(change, OTHER))
            .filter(failed -> !failed.watched()));
  }

  @ParameterizedTest
  @MethodSource("unwatched")
  void nothingIsToldOfAStackThatATaskChangesOrThatShouldNotRun(StackState state) {
    assertThat(
            Stream.of(HEALTHY, ELSEWHERE, SICK, DOWN, GONE)
                .flatMap(seen -> Observation.seen(in(state), seen, null).stream()))
        .isEmpty();
    assertThat(Observation.lost(state, OTHER, AT)).isEmpty();
  }

  static Stream<StackState> sick() {
    return Stream.of(
        new StackState.Unhealthy(OTHER),
        new StackState.Unknown(OTHER),
        new StackState.Failed(StackChange.RESTART, OTHER),
        new StackState.Failed(StackChange.REPAIR, OTHER));
  }

  @ParameterizedTest
  @MethodSource("sick")
  void whatWorksAgainIsToldHealthy(StackState state) {
    assertThat(Observation.seen(in(state), HEALTHY, null))
        .contains(new StackEvent.StackHealthObserved(AT, true, List.of(GOOD), null));
  }

  @Test
  void whatIsKnownIsNotToldAgain() {
    var sick = in(new StackState.Unhealthy(told(in(new StackState.Active()), SICK)));

    assertThat(Observation.seen(in(new StackState.Active()), HEALTHY, null)).isEmpty();
    assertThat(Observation.seen(sick, SICK, null)).isEmpty();
    assertThat(Observation.lost(new StackState.Unknown(OTHER), OTHER, AT)).isEmpty();
  }

  @Test
  void aDatabaseThatListensElsewhereIsToldWithItsAddress() {
    assertThat(Observation.seen(in(new StackState.Active()), ELSEWHERE, null))
        .contains(new StackEvent.StackActivated(AT, List.of(GOOD), THERE));
  }

  @Test
  void whatDoesNotWorkIsToldWithTheReason() {
    var active = in(new StackState.Active());

    assertThat(told(active, SICK)).isEqualTo(new Reason("unhealthy", "db: it does not answer"));
    assertThat(told(active, DOWN).code()).isEqualTo("not_running");
    assertThat(told(active, GONE).code()).isEqualTo("data_missing");
  }

  @Test
  void anotherReasonIsNews() {
    assertThat(told(in(new StackState.Unhealthy(OTHER)), DOWN).code()).isEqualTo("not_running");
    assertThat(told(in(new StackState.Unknown(OTHER)), DOWN).code()).isEqualTo("not_running");
  }

  @Test
  void whatAnswersButIsNotWhatItShouldBeIsNotHealthy() {
    assertThat(Observation.seen(in(new StackState.Active()), HEALTHY, OTHER))
        .contains(new StackEvent.StackHealthObserved(AT, false, List.of(GOOD), OTHER));
    assertThat(Observation.seen(in(new StackState.Unhealthy(OTHER)), HEALTHY, OTHER)).isEmpty();
  }

  @Test
  void whyARepairFailedIsNotReplacedByLess() {
    assertThat(Observation.seen(in(new StackState.Failed(StackChange.REPAIR, OTHER)), DOWN, null))
        .isEmpty();
  }

  @Test
  void whatCannotBeSeenIsUnknownAndNeverHealthy() {
    for (StackState state :
        List.of(
            new StackState.Active(),
            new StackState.Unhealthy(OTHER),
            new StackState.Unknown(new Reason("earlier", "For another reason")),
            new StackState.Failed(StackChange.RESTART, OTHER))) {
      assertThat(Observation.lost(state, OTHER, AT))
          .contains(new StackEvent.StackObservationLost(AT, OTHER));
    }
  }

  private static Reason told(StackRecord stack, StackObservation seen) {
    Optional<StackEvent> event = Observation.seen(stack, seen, null);
    assertThat(event).get().isInstanceOf(StackEvent.StackHealthObserved.class);
    @Nullable Reason reason = ((StackEvent.StackHealthObserved) event.get()).reason();
    assertThat(reason).isNotNull();
    return reason == null ? OTHER : reason;
  }
}
