package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts that people make themselves, where everybody may. */
class SignUpIT {

  private static final String PASSWORD = "a goat on the roof";

  private static TestInstallation installation;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    installation =
        new TestInstallation(
            Map.of(
                "rickyard.auth.sign-up.open",
                true,
                "rickyard.auth.sign-up.anonymous",
                true,
                "rickyard.auth.password.reauthentication",
                true));
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /** So that no test waits for what another one used up. */
  @BeforeEach
  void later() {
    TestClock.CLOCK.advance(Duration.ofHours(4));
  }

  @Test
  void accountIsUsableOnceItsAddressIsConfirmed() {
    // given
    var made = signUp("new@example.com");
    var early = client.signIn("new@example.com", PASSWORD);

    // when
    var session = verify("signup", "new@example.com", installation.code("new@example.com"));

    // then
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.body().has("access_token")).isFalse();
    assertThat(made.body().path("user_metadata").path("name").asText()).isEqualTo("Nobody");
    assertThat(made.text("confirmation_sent_at")).startsWith("20");
    assertThat(early.text("error_code")).isEqualTo("email_not_confirmed");
    assertThat(session.status()).isEqualTo(200);
    assertThat(session.body().path("user").path("id").asText()).isEqualTo(made.text("id"));
    assertThat(client.signIn("new@example.com", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void linkConfirmsAndBringsTheSessionInTheFragment() {
    // given
    signUp("link@example.com");

    // when
    var followed = client.get(installation.link("link@example.com"), null);

    // then
    assertThat(followed.status()).isEqualTo(303);
    assertThat(followed.header("Location"))
        .startsWith("http://localhost:8000#access_token=ey")
        .contains("&refresh_token=", "&token_type=bearer", "&type=signup");
    assertThat(client.get(installation.link("link@example.com"), null).header("Location"))
        .contains("error=access_denied", "error_code=otp_expired");
  }

  @Test
  void answerDoesNotTellWhetherThereIsAnAccount() {
    // given
    installation.newUser("known@example.com");
    signUp("pending@example.com");

    // when
    var known = List.of(signUp("known@example.com"), signUp("known@example.com"));
    var pending = signUp("pending@example.com");
    var unknown = List.of(signUp("unknown@example.com"), signUp("unknown@example.com"));

    // then
    assertThat(shape(known.getFirst(), "known@example.com"))
        .isEqualTo(shape(unknown.getFirst(), "unknown@example.com"))
        .isEqualTo(shape(pending, "pending@example.com"));
    assertThat(known.getFirst().text("id")).isEqualTo(known.getLast().text("id"));
    assertThat(unknown.getFirst().text("id")).isEqualTo(unknown.getLast().text("id"));
    assertThat(installation.mail("known@example.com")).contains("There is one with it already");
    assertThat(client.signIn("known@example.com", PASSWORD).text("error_code"))
        .isEqualTo("invalid_credentials");
  }

  @Test
  void accountOfAnotherIsNotTakenOverByWhoeverMadeItFirst() {
    // given
    signUp("victim@example.com");
    client.post("/recover", Map.of("email", "victim@example.com"), null);

    // when
    var session = verify("recovery", "victim@example.com", installation.code("victim@example.com"));

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(client.signIn("victim@example.com", PASSWORD).text("error_code"))
        .as("the password was chosen before anybody confirmed the address")
        .isEqualTo("invalid_credentials");
  }

  @Test
  void rolesAreNotAssignedByWhoeverSignsUp() {
    // given
    var body =
        Map.of(
            "email",
            "climber@example.com",
            "password",
            PASSWORD,
            "role",
            "service_role",
            "is_super_admin",
            true,
            "email_confirm",
            true,
            "email_confirmed_at",
            "2020-01-01T00:00:00Z",
            "app_metadata",
            Map.of("role", "owner"),
            "data",
            Map.of("role", "owner"));
    var made = client.post("/signup", body, null);

    // when
    var session = verify("signup", "climber@example.com", installation.code("climber@example.com"));
    client.put(
        "/user",
        Map.of(
            "role",
            "service_role",
            "app_metadata",
            Map.of("role", "owner"),
            "banned_until",
            "2030-01-01T00:00:00Z",
            "data",
            Map.of("more", 1)),
        session.text("access_token"));

    // then
    assertThat(made.body().hasNonNull("email_confirmed_at")).isFalse();
    var user = client.get("/user", session.text("access_token")).body();
    assertThat(user.path("role").asText()).isEqualTo("authenticated");
    assertThat(user.path("app_metadata").has("role")).isFalse();
    assertThat(user.path("user_metadata").path("role").asText()).isEqualTo("owner");
    assertThat(user.path("user_metadata").path("more").asInt()).isEqualTo(1);
  }

  @Test
  void easyPasswordIsRefusedWithoutAskingAnybody() {
    // when
    var weak = client.post("/signup", body("weak@example.com", "P@ssw0rd"), null);

    // then
    assertThat(weak.status()).isEqualTo(422);
    assertThat(weak.text("error_code")).isEqualTo("weak_password");
    assertThat(weak.body().path("weak_password").path("reasons").get(0).asText())
        .isEqualTo("pwned");
    assertThat(installation.mails("weak@example.com")).isEmpty();
  }

  @Test
  void mailboxIsNotFlooded() {
    // given
    for (int i = 0; i < 3; i++) {
      assertThat(signUp("flooded@example.com").status()).isEqualTo(200);
    }

    // when
    var refused = signUp("flooded@example.com");

    // then
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("error_code")).isEqualTo("over_email_send_rate_limit");
    assertThat(refused.header("retry-after")).isNotNull();
    assertThat(installation.mails("flooded@example.com")).hasSize(3);
  }

  @Test
  void anonymousAccountBecomesARealOneByConfirmingAnAddress() {
    // given
    var session = client.post("/signup", Map.of("data", Map.of()), null);
    String access = session.text("access_token");
    var exchanged = client.exchange(access);

    // when
    var asked = client.put("/user", Map.of("email", "somebody@example.com"), access);
    var changed =
        verify("email_change", "somebody@example.com", installation.code("somebody@example.com"));

    // then
    assertThat(session.body().path("user").path("is_anonymous").asBoolean()).isTrue();
    assertThat(exchanged.status()).isEqualTo(200);
    assertThat(exchanged.body().hasNonNull("email")).isFalse();
    assertThat(asked.text("new_email")).isEqualTo("somebody@example.com");
    assertThat(changed.body().path("user").path("is_anonymous").asBoolean()).isFalse();
    assertThat(changed.body().path("user").path("id").asText())
        .isEqualTo(session.body().path("user").path("id").asText());
  }

  @Test
  void oldSessionNeedsACodeFromTheMailForAnotherPassword() {
    // given
    signUp("old@example.com");
    var session = verify("signup", "old@example.com", installation.code("old@example.com"));
    TestClock.CLOCK.advance(Duration.ofHours(25));
    String access = client.refresh(session.text("refresh_token")).text("access_token");

    // when
    var refused = client.put("/user", Map.of("password", "a sheep in the barn"), access);
    client.get("/reauthenticate", access);
    var taken =
        client.put(
            "/user",
            Map.of(
                "password", "a sheep in the barn", "nonce", installation.code("old@example.com")),
            access);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error_code")).isEqualTo("reauthentication_needed");
    assertThat(taken.status()).isEqualTo(200);
    assertThat(client.signIn("old@example.com", "a sheep in the barn").status()).isEqualTo(200);
  }

  @Test
  void phoneIsNotSupportedAndSaysSo() {
    assertThat(
            client
                .post("/signup", Map.of("phone", "+491", "password", PASSWORD), null)
                .text("error_code"))
        .isEqualTo("phone_provider_disabled");
    assertThat(client.get("/settings", null).body().path("disable_signup").asBoolean()).isFalse();
    assertThat(client.get("/gotrue/health", null).text("name")).isEqualTo("GoTrue");
  }

  private static AuthClient.Answer signUp(String email) {
    return client.post("/signup", body(email, PASSWORD), null);
  }

  private static Map<String, Object> body(String email, String password) {
    return Map.of("email", email, "password", password, "data", Map.of("name", "Nobody"));
  }

  private static AuthClient.Answer verify(String type, String email, String code) {
    return client.post("/verify", Map.of("type", type, "email", email, "token", code), null);
  }

  /** All of an answer but what belongs to its address and its moment. */
  private static String shape(AuthClient.Answer answer, String email) {
    assertThat(answer.status()).isEqualTo(200);
    UUID.fromString(answer.text("id"));
    var body = (ObjectNode) answer.body().deepCopy();
    return body.toString()
        .replace(answer.text("id"), "ID")
        .replace(email, "EMAIL")
        .replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
  }
}
