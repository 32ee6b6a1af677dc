package io.rickyard.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.auth.user.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderProfileTest {

  @Test
  void addressCountsOnceItIsVerified() {
    assertThat(profile("Ada@Example.com", true).verifiedAddress())
        .contains(new EmailAddress("ada@example.com"));
    assertThat(profile("ada@example.com", false).verifiedAddress()).isEmpty();
    assertThat(profile("j\u00fcrgen@example.com", true).verifiedAddress()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ada", "a b@example.com", "admin@ric\u212Ayard.local"})
  void whatIsNoAddressOrLooksLikeAnothersDoesNotCount(String email) {
    assertThat(profile(email, true).verifiedAddress()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void subjectIsNotBlank(String subject) {
    assertThatThrownBy(() -> new ProviderProfile("p", "i", subject, null, false, "{}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ProviderProfile profile(String email, boolean verified) {
    return new ProviderProfile("p", "i", "s", email, verified, "{}");
  }
}
