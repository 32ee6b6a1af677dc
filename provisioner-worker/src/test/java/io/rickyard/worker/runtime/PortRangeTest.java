package io.rickyard.worker.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {

  @Test
  void aRangeIsReadFromText() {
    assertThat(PortRange.parse("20000-29999")).isEqualTo(new PortRange(20_000, 29_999));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20000", "29999-20000", "80-2000", "60000-70000", "a-b"})
  void nonsenseIsRefused(String text) {
    assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void overlapIsSeenFromBothSides() {
    var low = new PortRange(20_000, 29_999);
    assertThat(low.overlaps(new PortRange(29_999, 40_000))).isTrue();
    assertThat(low.overlaps(new PortRange(30_000, 40_000))).isFalse();
    assertThat(new PortRange(10_000, 20_000).overlaps(low)).isTrue();
  }
}
