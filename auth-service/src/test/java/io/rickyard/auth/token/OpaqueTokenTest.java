package io.rickyard.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueTokenTest {

  @ParameterizedTest
  @EnumSource(OpaqueToken.Kind.class)
  void newTokenIsRecognized(OpaqueToken.Kind kind) {
    // given
    var token = OpaqueToken.next(kind, new SecureRandom());

    // when
    var parsed = OpaqueToken.parse(token.value());

    // then
    assertThat(parsed).hasValue(token);
    assertThat(token.value()).matches("[a-z]{3}_[0-9a-f]{40}");
    assertThat(token.toString()).doesNotContain(token.value());
    assertThat(token.hint()).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sbp_",
        "sbp_0123456789abcdef0123456789abcdef0123456",
        "sbp_0123456789abcdef0123456789abcdef012345678",
        "sbp_0123456789ABCDEF0123456789abcdef01234567",
        "SBP_0123456789abcdef0123456789abcdef01234567",
        "sbx_0123456789abcdef0123456789abcdef01234567"
      })
  void otherTextIsNoToken(String text) {
    assertThat(OpaqueToken.parse(text)).isEmpty();
  }
}
