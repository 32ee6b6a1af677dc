package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in with a token that a program has got from a provider itself. */
class ProviderIdTokenIT extends PeopleOfProviders {

  @Test
  void idTokenSignsInWithItsNonce() throws SQLException {
    // given
    String email = invited();
    String token = company.idToken(claims(email, sha256("a nonce")));

    // when
    var session = idToken(Map.of("provider", "company", "id_token", token, "nonce", "a nonce"));

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(session.body().path("user").path("email").asText()).isEqualTo(email);
    assertThat(session.text("refresh_token")).hasSize(12);
  }

  @Test
  void idTokenIsFoundByItsIssuerToo() throws SQLException {
    // given
    String token = company.idToken(claims(invited(), null));

    // when
    var session = idToken(Map.of("issuer", company.url(), "id_token", token));

    // then
    assertThat(session.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "another nonce,Nonces mismatch",
    "'',should either both exist or not",
  })
  void idTokenWithAnotherNonceProvesNothing(String nonce, String why) throws SQLException {
    // given
    String token = company.idToken(claims(invited(), sha256("a nonce")));

    // when
    var refused = idToken(Map.of("provider", "company", "id_token", token, "nonce", nonce));

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error_code")).isEqualTo("invalid_credentials");
    assertThat(refused.text("msg")).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "other,invalid_credentials",
    "github,invalid_credentials",
    "google,validation_failed",
  })
  void idTokenIsOfItsOwnIssuerOnly(String provider, String code) throws SQLException {
    // given
    String token = company.idToken(claims(invited(), null));

    // when
    var refused = idToken(Map.of("provider", provider, "id_token", token));

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error_code")).isEqualTo(code);
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(digest(text));
  }
}
