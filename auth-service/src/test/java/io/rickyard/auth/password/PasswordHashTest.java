package io.rickyard.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

  @Test
  void phcStringIsReadBackAsItWasWritten() {
    // given
    var hash = new PasswordHash(PasswordHash.Cost.USUAL, new byte[16], new byte[32]);

    // when
    var read = PasswordHash.parse(hash.phc());

    // then
    assertThat(read).isEqualTo(hash);
    assertThat(hash.phc()).startsWith("$argon2id$v=19$m=65536,t=3,p=2$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "$2a$10$abcdefghijklmnopqrstuv",
        "$argon2i$v=19$m=65536,t=3,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=16$m=65536,t=3,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=1,t=3,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"
      })
  void otherHashesAreNotTaken(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(text));
  }

  @Test
  void lengthCountsCharactersAndNotBytes() {
    assertThat(PasswordRules.complaints("🐎🐎🐎🐎🐎🐎🐎")).hasSize(1);
    assertThat(PasswordRules.complaints("🐎🐎🐎🐎🐎🐎🐎🐎")).isEmpty();
    assertThat(PasswordRules.complaints("x".repeat(257))).hasSize(1);
  }
}
