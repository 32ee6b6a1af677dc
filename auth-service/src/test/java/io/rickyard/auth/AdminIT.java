package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What whoever holds the secret key does with other people's accounts. */
class AdminIT {

  private static final String KEY = TestInstallation.SECRET_KEY;

  private static TestInstallation installation;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void userIsMadeWithWhatAdministratorsKeepAndDeletedWithEverything() {
    // given
    var made =
        client.post(
            "/admin/users",
            Map.of(
                "email",
                "made@example.com",
                "password",
                "a goat on the roof",
                "user_metadata",
                Map.of("name", "Made"),
                "app_metadata",
                Map.of("plan", "pro")),
            KEY);
    String path = "/admin/users/" + made.text("id");
    String access = client.signIn("made@example.com", "a goat on the roof").text("access_token");
    String token =
        client
            .post("/internal/access-tokens", Map.of("name", "ci"), client.internal(access))
            .text("token");
    client.put(path, Map.of("app_metadata", Map.of("more", 1)), KEY);
    var changed = client.get(path, KEY).body();

    // when
    var deleted = client.delete(path, KEY);

    // then
    assertThat(changed.path("user_metadata").path("name").asText()).isEqualTo("Made");
    assertThat(changed.path("app_metadata").path("plan").asText()).isEqualTo("pro");
    assertThat(changed.path("app_metadata").path("more").asInt()).isEqualTo(1);
    assertThat(changed.path("app_metadata").path("provider").asText()).isEqualTo("email");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(client.get("/user", access).text("error_code")).isEqualTo("session_not_found");
    assertThat(client.exchange(token).status()).isEqualTo(401);
    assertThat(client.get(path, KEY).text("error_code")).isEqualTo("user_not_found");
    assertThat(client.delete(path, KEY).status()).isEqualTo(404);
  }

  @Test
  void softDeletionIsRefusedAndNotDoneHard() {
    // given
    installation.newUser("soft@example.com");
    String id =
        client
            .get("/admin/users?per_page=1000", KEY)
            .body()
            .path("users")
            .findParents("id")
            .stream()
            .filter(user -> user.path("email").asText().equals("soft@example.com"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();

    // when
    var refused =
        client.send(
            client.with("DELETE", "/admin/users/" + id, Map.of("should_soft_delete", true), KEY));

    // then
    assertThat(refused.text("error_code")).isEqualTo("validation_failed");
    assertThat(client.get("/admin/users/" + id, KEY).status()).isEqualTo(200);
  }

  @Test
  void invitedUserChoosesAPassword() {
    // given
    var invited =
        client.post(
            "/invite", Map.of("email", "guest@example.com", "data", Map.of("name", "G")), KEY);

    // when
    var session =
        client.post(
            "/verify",
            Map.of(
                "type", "invite",
                "email", "guest@example.com",
                "token", installation.code("guest@example.com")),
            null);

    // then
    assertThat(invited.text("invited_at")).startsWith("20");
    assertThat(invited.body().hasNonNull("email_confirmed_at")).isFalse();
    assertThat(session.status()).isEqualTo(200);
    assertThat(
            client
                .put(
                    "/user", Map.of("password", "a goat on the roof"), session.text("access_token"))
                .status())
        .isEqualTo(200);
    assertThat(client.signIn("guest@example.com", "a goat on the roof").status()).isEqualTo(200);
    assertThat(client.post("/invite", Map.of("email", "guest@example.com"), KEY).text("error_code"))
        .isEqualTo("email_exists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signup", "invite", "magiclink", "recovery"})
  void linkIsHandedOutInsteadOfSent(String type) {
    // given
    String email = type + "-link@example.com";
    if (type.equals("recovery")) {
      installation.newUser(email);
    }
    Map<String, Object> body = new HashMap<>(Map.of("type", type, "email", email));
    if (type.equals("signup")) {
      body.put("password", "a goat on the roof");
    }

    // when
    var link =
        client.post("/admin/generate_link?redirect_to=https%3A%2F%2Fevil.example", body, KEY);

    // then
    assertThat(link.status()).as(String.valueOf(link.body())).isEqualTo(200);
    assertThat(link.text("email")).isEqualTo(email);
    assertThat(link.text("verification_type")).isEqualTo(type);
    assertThat(link.text("redirect_to")).isEqualTo("http://localhost:8000");
    assertThat(link.text("action_link"))
        .startsWith("http://localhost:8000/auth/v1/verify?token=" + link.text("hashed_token"));
    assertThat(link.text("email_otp")).matches("\\d{6}");
    assertThat(installation.mails(email)).isEmpty();
    var verified =
        client.post("/verify", Map.of("type", type, "token_hash", link.text("hashed_token")), null);
    assertThat(verified.body().path("user").path("email").asText()).isEqualTo(email);
  }

  @Test
  void changeOfAnAddressIsLinkedForBothSides() {
    // given
    installation.newUser("moving@example.com");

    // when
    List<AuthClient.Answer> answers =
        List.of("email_change_current", "email_change_new").stream()
            .map(type ->
                client.post(
                    "/admin/generate_link",
                    Map.of(
                        "type", type,
                        "email", "moving@example.com",
                        "new_email", "moved@example.com"),
                    KEY))
            .map(link ->
                client.post(
                    "/verify",
                    Map.of("type", "email_change", "token_hash", link.text("hashed_token")),
                    null))
            .toList();

    // then
    assertThat(answers).extracting(AuthClient.Answer::status).containsOnly(200);
    assertThat(answers.getLast().body().path("user").path("email").asText())
        .isEqualTo("moved@example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "/invite,POST",
    "/admin/generate_link,POST",
    "/admin/users,POST",
    "/admin/users/0190a000-0000-7000-8000-000000000001,DELETE",
    "/admin/users/0190a000-0000-7000-8000-000000000001/factors,GET"
  })
  void personIsNoAdministratorHoweverSignedIn(String path, String method) {
    // given
    String access = installation.signedIn().text("access_token");

    // when
    var refused = client.send(client.with(method, path, Map.of("email", "x@example.com"), access));
    var unsigned = client.send(client.with(method, path, Map.of("email", "x@example.com"), null));

    // then
    assertThat(refused.text("error_code")).isEqualTo("not_admin");
    assertThat(unsigned.text("error_code")).isEqualTo("no_authorization");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"recovery\",\"email\":\"nobody@example.com\"} | user_not_found",
        "{\"type\":\"sms\",\"email\":\"nobody@example.com\"} | validation_failed",
        "{\"type\":\"signup\",\"email\":\"nobody@example.com\"} | validation_failed",
        "{\"type\":\"invite\",\"email\":\"ada@example.com\"} | email_exists",
        "{\"type\":\"email_change_new\",\"email\":\"ada@example.com\",\"new_email\":\"ada@example.com\"} | email_exists",
        "{\"type\":\"magiclink\"} | validation_failed"
      })
  void wrongLinkIsSaidToBeWrong(String body, String code) {
    assertThat(client.post("/admin/generate_link", body, KEY).text("error_code")).isEqualTo(code);
  }
}
