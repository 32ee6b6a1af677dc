package io.rickyard.projector.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.service.InvalidSetting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {

  @Test
  void durationsAreIso8601() {
    assertThat(new Retention("P30D", "PT12H", "P2D"))
        .isEqualTo(new Retention(Duration.ofDays(30), Duration.ofHours(12), Duration.ofDays(2)));
  }

  @Test
  void wrongOneIsRefusedWithItsKey() {
    assertThatThrownBy(() -> new Retention("P30D", "two weeks", "P2D"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.retention.logs");
    assertThatThrownBy(() -> new Retention("P0D", "P1D", "P2D"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.retention.tasks");
  }
}
