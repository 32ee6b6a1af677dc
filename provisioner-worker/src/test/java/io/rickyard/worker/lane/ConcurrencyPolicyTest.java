package io.rickyard.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.Concurrency.Policy;
import io.rickyard.worker.lane.Admission.Replaced;
import io.rickyard.worker.lane.Holder.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy against every state that an older task with the same key can be in. */
class ConcurrencyPolicyTest {

  private static final String KEY = "deploy";
  private static final Member NEWCOMER = member(KEY);

  /** What becomes of the older task, and whether the newcomer comes in. */
  private enum Effect {
    WAITS_BEHIND,
    REJECTED,
    REPLACES,
    STOPS
  }

  private static Member member(@Nullable String key) {
    return new Member(TaskId.next(), BuiltInType.PLATFORM_PROBE, null, key);
  }

  private static Lane lane(@Nullable Holder holder, Member... line) {
    return new Lane("project:a", holder, List.of(line), List.of(), 0, new TreeSet<>());
  }

  private static Holder holder(Phase phase, @Nullable String key) {
    return new Holder(TaskId.next(), BuiltInType.PLATFORM_PROBE, phase, key);
  }

  static Stream<Arguments> pairs() {
    return Arrays.stream(Policy.values())
        .flatMap(policy -> Arrays.stream(Phase.values()).map(phase -> Arguments.of(policy, phase)));
  }

  private static Effect expected(Policy policy, Phase phase) {
    return switch (policy) {
      case QUEUE -> Effect.WAITS_BEHIND;
      case REJECT -> phase == Phase.ENDING ? Effect.WAITS_BEHIND : Effect.REJECTED;
      case REPLACE_QUEUED -> phase == Phase.PENDING ? Effect.REPLACES : Effect.WAITS_BEHIND;
      case CANCEL_RUNNING ->
          switch (phase) {
            case PENDING -> Effect.REPLACES;
            case RETRYING, RUNNING -> Effect.STOPS;
            case ENDING -> Effect.WAITS_BEHIND;
          };
    };
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aNewcomerDoesToTheHolderWhatItsPolicySays(Policy policy, Phase phase) {
    // given
    var older = holder(phase, KEY);

    // when
    var admission = Admission.of(lane(older), NEWCOMER, policy);

    // then
    switch (expected(policy, phase)) {
      case WAITS_BEHIND -> {
        assertThat(admission.lane().line()).containsExactly(NEWCOMER);
        assertThat(admission.lane().holder()).isEqualTo(older);
        assertThat(admission.stop()).isEmpty();
        assertThat(admission.replaced()).isEmpty();
      }
      case REJECTED -> {
        assertThat(admission.rejected()).isTrue();
        assertThat(admission.lane()).isEqualTo(lane(older));
      }
      case REPLACES -> {
        assertThat(admission.replaced()).containsExactly(new Replaced(older.id(), NEWCOMER.id()));
        assertThat(admission.lane().holder())
            .isEqualTo(new Holder(NEWCOMER.id(), NEWCOMER.type(), Phase.PENDING, KEY));
      }
      case STOPS -> {
        assertThat(admission.stop()).isEqualTo(Optional.of(older.id()));
        assertThat(admission.lane().holder()).isEqualTo(older);
        assertThat(admission.lane().line()).containsExactly(NEWCOMER);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void tasksWithAnotherKeyOrNoneAreLeftAlone(Policy policy, Phase phase) {
    // given
    var lane = lane(holder(phase, "other"), member("other"), member(null));

    // when
    var admission = Admission.of(lane, NEWCOMER, policy);

    // then
    assertThat(admission.rejected()).isFalse();
    assertThat(admission.replaced()).isEmpty();
    assertThat(admission.stop()).isEmpty();
    assertThat(admission.lane().line()).hasSize(3).endsWith(NEWCOMER);
  }

  @Test
  void theNewestReplacesAllThatWaitWithItsKey() {
    // given
    var first = member(KEY);
    var second = member(KEY);
    var foreign = member("other");
    var lane = lane(holder(Phase.RUNNING, "other"), first, foreign, second);

    // when
    var admission = Admission.of(lane, NEWCOMER, Policy.REPLACE_QUEUED);

    // then
    assertThat(admission.lane().line()).containsExactly(foreign, NEWCOMER);
    assertThat(admission.replaced())
        .extracting(Replaced::id)
        .containsExactly(first.id(), second.id());
  }
}
