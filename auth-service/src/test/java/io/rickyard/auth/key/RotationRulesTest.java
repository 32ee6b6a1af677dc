package io.rickyard.auth.key;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RotationRulesTest {

  @Test
  void keysSignForSeveralLivesOfATokenAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RotationRules(Duration.ofMinutes(119), Duration.ofHours(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RotationRules(Duration.ofMinutes(9), Duration.ofMinutes(1)));
  }
}
