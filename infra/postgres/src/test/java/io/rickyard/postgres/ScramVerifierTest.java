package io.rickyard.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {

  @Test
  void keysAreThoseOfTheExampleInRfc7677() {
    // given
    var salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    // when
    var verifier = ScramVerifier.of("pencil", salt, 4096);

    // then
    assertThat(verifier.text())
        .isEqualTo(
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
  }

  @Test
  void eachVerifierHasItsOwnSalt() {
    var random = new SecureRandom();
    assertThat(ScramVerifier.of("pencil", random)).isNotEqualTo(ScramVerifier.of("pencil", random));
  }

  @Test
  void passwordsArePreparedAsClientsPrepareThem() {
    assertThat(ScramVerifier.prepare("I\u00adX")).isEqualTo("IX");
    assertThat(ScramVerifier.prepare("\u00aa")).isEqualTo("a");
    assertThat(ScramVerifier.prepare("a\u00a0b")).isEqualTo("a b");
    assertThat(ScramVerifier.prepare("a\tb")).isEqualTo("a\tb");
  }

  @Test
  void itNeverShowsItself() {
    assertThat(ScramVerifier.of("pencil", new SecureRandom())).hasToString("ScramVerifier[...]");
  }

  @Test
  void anEmptyPasswordIsRefused() {
    assertThatThrownBy(() -> ScramVerifier.of("", new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
