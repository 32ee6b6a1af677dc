package io.rickyard.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.stack.StackChange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageSightTest {

  private final StackRig rig = StackRig.before(StackChange.PAUSE, TestStacks.project());
  private final UsageSight sight = new UsageSight(rig.runtime, rig.vault, rig.clock);

  @Test
  void whoAsksOftenGetsTheSameLook() throws Exception {
    // given
    var first = sight.of(rig.record());

    // when
    rig.clock.advance(Duration.ofSeconds(2));

    // then
    assertThat(sight.of(rig.record())).isEqualTo(first);
    assertThat(rig.runtime.asked()).isEqualTo(1);
  }

  @Test
  void whoAsksLaterGetsANewLook() throws Exception {
    // given
    var first = sight.of(rig.record());

    // when
    rig.clock.advance(Duration.ofSeconds(4));

    // then
    assertThat(sight.of(rig.record())).isNotEqualTo(first);
  }

  @Test
  void nothingIsLookedAtUntilSomebodyAsks() {
    assertThat(rig.runtime.asked()).isZero();
  }

  @Test
  void whatCannotBeSeenIsNotToldFromMemory() throws Exception {
    // given
    sight.of(rig.record());
    rig.runtime.away(true);

    // when
    rig.clock.advance(Duration.ofSeconds(4));

    // then
    assertThatThrownBy(() -> sight.of(rig.record())).isInstanceOf(RuntimeUnavailable.class);
  }
}
