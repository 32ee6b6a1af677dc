package io.rickyard.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedTest {

  private static final String POISON = "x";

  @Test
  void eventsAreAppliedInTheOrderOfTheirVersionsWhateverOrderTheyCameIn() {
    // when
    var folded = fold(null, 0, List.of(message(3, "c"), message(1, "a"), message(2, "b")));

    // then
    assertThat(folded.state()).isEqualTo("abc");
    assertThat(folded.version()).isEqualTo(new Version(3));
    assertThat(folded.parked()).isEmpty();
  }

  @Test
  void whatIsKnownIsPassedOver() {
    // when
    var folded = fold("ab", 2, List.of(message(1, "a"), message(2, "a", "b")));

    // then
    assertThat(folded.state()).isEqualTo("ab");
    assertThat(folded.applied()).hasSize(2);
  }

  @Test
  void ofAMessageThatIsPartlyKnownTheRestIsApplied() {
    // when
    var folded = fold("a", 1, List.of(message(3, "a", "b", "c")));

    // then
    assertThat(folded.state()).isEqualTo("abc");
    assertThat(folded.version()).isEqualTo(new Version(3));
  }

  @Test
  void gapParksThatMessageAndAllAfterIt() {
    // when
    var folded = fold("a", 1, List.of(message(3, "c"), message(4, "d"), message(1, "a")));

    // then
    assertThat(folded.state()).isEqualTo("a");
    assertThat(folded.parked())
        .extracting(Happened::last)
        .containsExactly(new Version(3), new Version(4));
    assertThat(folded.reason()).isEqualTo("Version 2 is missing");
  }

  @Test
  void messageWithAnEventThatDoesNotFitIsParkedWhole() {
    // when
    var folded = fold("a", 1, List.of(message(3, "b", POISON), message(4, "d")));

    // then
    assertThat(folded.state()).isEqualTo("a");
    assertThat(folded.version()).isEqualTo(new Version(1));
    assertThat(folded.parked()).hasSize(2);
    assertThat(folded.reason()).isEqualTo("poison");
  }

  @Test
  void versionBelowTheNumberOfEventsIsRefused() {
    assertThatThrownBy(() -> message(1, "a", "b")).isInstanceOf(Inapplicable.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyDeliveryOrderWithRepetitionsAndPartsEndsInTheSameState(long seed) {
    // given
    var random = new Random(seed);
    List<Happened<String, String>> deliveries = new ArrayList<>();
    for (int version = 1; version <= 12; version++) {
      for (int length = 1; length <= Math.min(version, 1 + random.nextInt(3)); length++) {
        deliveries.add(message(version, letters(version, length)));
      }
    }
    Collections.shuffle(deliveries, random);

    // when
    @Nullable String state = null;
    Version version = Version.NONE;
    List<Happened<String, String>> parked = new ArrayList<>();
    for (var delivery : deliveries) {
      parked.add(delivery);
      var folded = Folded.fold(state, version, parked, FoldedTest::append);
      state = folded.state();
      version = folded.version();
      parked = new ArrayList<>(folded.parked());
    }

    // then
    assertThat(state).isEqualTo("abcdefghijkl");
    assertThat(parked).isEmpty();
  }

  private static String[] letters(int version, int length) {
    String[] events = new String[length];
    for (int i = 0; i < length; i++) {
      events[i] = String.valueOf((char) ('a' + version - length + i));
    }
    return events;
  }

  private static Happened<String, String> message(long last, String... events) {
    return new Happened<>(new Version(last), List.of(events), "message " + last);
  }

  private static Folded<String, String, String> fold(
      @Nullable String state, long version, List<Happened<String, String>> messages) {
    return Folded.fold(state, new Version(version), messages, FoldedTest::append);
  }

  private static String append(@Nullable String state, String event, String message) {
    if (event.equals(POISON)) {
      throw new Inapplicable("poison");
    }
    return state == null ? event : state + event;
  }
}
