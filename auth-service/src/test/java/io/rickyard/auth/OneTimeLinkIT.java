package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that are mailed, and where they lead. */
class OneTimeLinkIT extends PeopleWithMail {

  private static final String VERIFIER = "v".repeat(50);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "https://app.example.com/teams",
        "https://localhost:8000.evil.example",
        "http://localhost:8000@evil.example"
      })
  void linkLeadsNowhereElse(String target) {
    // given
    String email = user();
    String query = "?redirect_to=" + URLEncoder.encode(target, StandardCharsets.UTF_8);
    client.post("/otp" + query, Map.of("email", email), null);
    String token = token(installation.link(email));

    // when
    var failed = client.get("/verify" + query + "&type=magiclink&token=wrong", null);
    var followed = client.get("/verify" + query + "&type=magiclink&token=" + token, null);

    // then
    assertThat(installation.link(email)).contains("redirect_to=http%3A%2F%2Flocalhost%3A8000");
    assertThat(failed.header("Location")).startsWith("http://localhost:8000#error=");
    assertThat(followed.header("Location")).startsWith("http://localhost:8000#access_token=");
  }

  @Test
  void linkLeadsToAPageThatIsAllowed() {
    // given
    String email = user();
    client.post(
        "/otp?redirect_to=https%3A%2F%2Fapp.example.com%2Fteam%2Fx", Map.of("email", email), null);

    // when
    var followed = client.get(installation.link(email), null);

    // then
    assertThat(followed.header("Location"))
        .startsWith("https://app.example.com/team/x#access_token=");
  }

  @Test
  void flowWithAChallengeReturnsACodeThatNeedsItsVerifier() throws IOException {
    // given
    String email = user();
    client.post("/otp", challenged(email), null);

    // when
    String location = client.get(installation.link(email), null).header("Location");
    var session = exchange(code(location), VERIFIER);

    // then
    assertThat(location).startsWith("http://localhost:8000?code=rkf_").doesNotContain("access_");
    assertThat(session.status()).isEqualTo(200);
    assertThat(amr(session)).isEqualTo("otp");
    assertThat(exchange(code(location), VERIFIER).text("error_code"))
        .isEqualTo("flow_state_not_found");
  }

  @Test
  void flowOfAnotherIsNotFinishedAndNotWeakened() {
    // given
    String email = user();
    client.post("/recover", challenged(email), null);
    String link = installation.link(email) + "&code_challenge_method=plain&code_challenge=x";
    String location = client.get(link, null).header("Location");

    // when
    var plain = exchange(code(location), challenge());

    // then
    assertThat(plain.status()).isEqualTo(400);
    assertThat(plain.text("error_code")).isEqualTo("bad_code_verifier");
    assertThat(exchange(code(location), VERIFIER).text("error_code"))
        .as("one guess is all there is")
        .isEqualTo("flow_state_not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "code_challenge,code_challenge_method,''",
    "code_challenge_method,code_challenge,''",
    "nothing,code_challenge_method,none",
    "nothing,code_challenge,short"
  })
  void halfAChallengeIsNone(String left, String changed, String value) {
    // given
    var body = challenged(user());
    body.remove(left);
    body.put(changed, value);
    if (value.isEmpty()) {
      body.remove(changed);
      body.put(changed, left.equals("code_challenge") ? "s256" : challenge());
    }

    // when
    var refused = client.post("/otp", body, null);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error_code")).isEqualTo("validation_failed");
  }

  @Test
  void signingInBeginsASessionOfItsOwnWhateverIsShown() {
    // given
    String email = user();
    var fixed = client.signIn(email, "password of " + email);
    client.post("/otp", Map.of("email", email), null);
    var body =
        Map.of(
            "type",
            "email",
            "email",
            email,
            "token",
            installation.code(email),
            "refresh_token",
            fixed.text("refresh_token"),
            "session_id",
            "0190a000-0000-7000-8000-000000000001");

    // when
    var session = client.post("/verify", body, fixed.text("access_token"));

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(session.text("refresh_token")).isNotEqualTo(fixed.text("refresh_token"));
    client.post("/logout?scope=local", "", fixed.text("access_token"));
    assertThat(client.get("/user", session.text("access_token")).status()).isEqualTo(200);
  }

  private static AuthClient.Answer exchange(String code, String verifier) {
    return client.post(
        "/token?grant_type=pkce", Map.of("auth_code", code, "code_verifier", verifier), null);
  }

  private static Map<String, Object> challenged(String email) {
    return new HashMap<>(
        Map.of("email", email, "code_challenge", challenge(), "code_challenge_method", "s256"));
  }

  private static String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
