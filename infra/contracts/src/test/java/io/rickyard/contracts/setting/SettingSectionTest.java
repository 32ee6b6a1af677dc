package io.rickyard.contracts.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingSectionTest {

  @ParameterizedTest
  @EnumSource(SettingSection.class)
  void everyServiceThatIsToldIsBroughtToItOnce(SettingSection section) {
    assertThat(section.services().stream().flatMap(Set::stream))
        .contains(section.service())
        .doesNotHaveDuplicates();
  }

  @Test
  void whatTheGatewayServesIsThereBeforeAnybodyAsksForIt() {
    assertThat(SettingSection.AUTH.services()).containsExactly(Set.of("gateway"), Set.of("auth"));
    assertThat(SettingSection.KEYS.services())
        .containsExactly(Set.of("gateway"), Set.of("functions"), Set.of("studio"));
  }

  @Test
  void nobodyIsSentATokenOfAKeyThatIsNotKnownThereYet() {
    assertThat(SettingSection.SIGNING_KEYS.services())
        .containsExactly(
            Set.of("gateway", "storage", "functions"), Set.of("realtime", "rest"), Set.of("auth"));
  }
}
