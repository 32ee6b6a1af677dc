package io.rickyard.auth.onetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

  /** The pair of RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Test
  void verifierOfTheStandardFitsItsChallenge() {
    assertThat(new Challenge(Challenge.Method.S256, CHALLENGE).fits(VERIFIER)).isTrue();
  }

  @Test
  void challengeIsNoVerifierOfItself() {
    assertThat(new Challenge(Challenge.Method.S256, CHALLENGE).fits(CHALLENGE)).isFalse();
    assertThat(new Challenge(Challenge.Method.PLAIN, VERIFIER).fits(VERIFIER)).isTrue();
    assertThat(new Challenge(Challenge.Method.PLAIN, VERIFIER).fits(CHALLENGE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "with spaces with spaces with spaces with spaces"})
  void whatIsNoChallengeIsRefused(String value) {
    assertThatThrownBy(() -> new Challenge(Challenge.Method.S256, value))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
