package io.rickyard.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose account a person of a provider comes to. */
class ProviderAccountIT extends PeopleOfProviders {

  @Test
  void invitedPersonGetsAnAccountAndASession() throws SQLException {
    // given
    String email = invited();
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");

    // when
    var back = browser.comeBack(company.letIn(page, person(email)));

    // then
    var brought = FlowBrowser.brought(back);
    assertThat(back.toString()).startsWith(FlowBrowser.HOME + "#access_token=");
    assertThat(brought).containsEntry("token_type", "bearer").doesNotContainKey("provider_token");
    var user = client.get("/user", brought.get("access_token"));
    assertThat(user.text("email")).isEqualTo(email);
    assertThat(user.text("email_confirmed_at")).startsWith("20");
    assertThat(user.body().path("app_metadata").path("provider").asText()).isEqualTo("company");
    assertThat(user.body().path("app_metadata").path("providers").toString())
        .isEqualTo("[\"company\"]");
    assertThat(user.body().path("user_metadata").path("full_name").asText()).isEqualTo("Somebody");
    var identity = user.body().path("identities").path(0);
    assertThat(user.body().path("identities")).hasSize(1);
    assertThat(identity.path("provider").asText()).isEqualTo("company");
    assertThat(identity.path("id").asText()).isEqualTo("subject of " + email);
    assertThat(identity.path("identity_id").asText()).isNotEqualTo(identity.path("id").asText());
    assertThat(identity.path("identity_data").path("email_verified").asBoolean()).isTrue();
    var claims = claims(requireNonNull(brought.get("access_token")));
    assertThat(claims.path("amr").path(0).path("method").asText()).isEqualTo("oauth");
    assertThat(claims.path("aal").asText()).isEqualTo("aal1");
    assertThat(claims.path("app_metadata").path("providers").toString()).isEqualTo("[\"company\"]");
  }

  @Test
  void samePersonComesToTheSameAccountWhateverTheirAddressIsNow() throws SQLException {
    // given
    String email = invited();
    var first = client.get("/user", signIn(company, "company", person(email)));
    Map<String, Object> moved = new HashMap<>(person(email));
    moved.put("email", "moved-" + email);
    moved.put("email_verified", false);

    // when
    var second = client.get("/user", signIn(company, "company", moved));

    // then
    assertThat(second.text("id")).isEqualTo(first.text("id"));
    assertThat(second.text("email")).isEqualTo(email);
  }

  @Test
  void strangerGetsNoAccountWhereSignUpIsClosed() {
    // when
    var back = travel(company, "company", person(stranger()));

    // then
    assertRefused(back, "access_denied", "signup_disabled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "missing"})
  void addressThatTheProviderHasNotVerifiedOpensNothing(String verified) {
    // given
    String email = stranger();
    String password = installation.newUser(email);
    Map<String, Object> person = new HashMap<>(person(email));
    switch (verified) {
      case "missing" -> person.remove("email_verified");
      case "false" -> person.put("email_verified", false);
      default -> person.put("email_verified", verified);
    }

    // when
    var back = travel(company, "company", person);

    // then
    assertRefused(back, "access_denied", "provider_email_needs_verification");
    assertThat(client.signIn(email, password).body().path("user").path("identities")).hasSize(1);
  }

  /** An Entra administrator may write any address into an account. */
  @Test
  void addressAtMicrosoftCountsOnlyWhenItsOwnerWasAsked() {
    // given
    String email = stranger();
    installation.newUser(email);
    Map<String, Object> person = new HashMap<>(person(email));
    var refused = travel(entra, "azure", person);
    person.put("xms_edov", "1");

    // when
    var back = travel(entra, "azure", person);

    // then
    assertRefused(refused, "access_denied", "provider_email_needs_verification");
    assertThat(FlowBrowser.brought(back)).containsKey("access_token");
  }

  @Test
  void verifiedAddressOpensTheConfirmedAccountThatHasIt() {
    // given
    String email = stranger();
    String password = installation.newUser(email);

    // when
    var user = client.get("/user", signIn(company, "company", person(email)));

    // then
    assertThat(providers(user)).containsExactly("email", "company");
    assertThat(client.signIn(email, password).status()).isEqualTo(200);
  }

  @Test
  void passwordOfAnUnconfirmedAccountIsForgotten() {
    // given
    String email = stranger();
    client.post(
        "/admin/users",
        Map.of("email", email, "password", "a stranger chose this", "email_confirm", false),
        TestInstallation.SECRET_KEY);

    // when
    var user = client.get("/user", signIn(company, "company", person(email)));

    // then
    assertThat(user.text("email_confirmed_at")).startsWith("20");
    assertThat(providers(user)).containsExactly("company");
    assertThat(client.signIn(email, "a stranger chose this").text("error_code"))
        .isEqualTo("invalid_credentials");
  }

  @Test
  void bannedPersonStaysOutWhateverTheProviderSays() throws SQLException {
    // given
    String email = invited();
    String id = client.get("/user", signIn(company, "company", person(email))).text("id");
    client.put("/admin/users/" + id, Map.of("ban_duration", "1h"), TestInstallation.SECRET_KEY);

    // when
    var known = travel(company, "company", person(email));
    var byAddress = travel(other, "other", person(email));

    // then
    assertRefused(known, "access_denied", "user_banned");
    assertRefused(byAddress, "access_denied", "user_banned");
  }

  @Test
  void subjectOfAnotherIssuerIsSomebodyElse() throws SQLException {
    // given
    String email = invited();
    signIn(company, "company", person(email));
    Map<String, Object> impostor = new HashMap<>(person(email));
    impostor.put("email", stranger());

    // when
    var back = travel(other, "other", impostor);

    // then
    assertRefused(back, "access_denied", "signup_disabled");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true"})
  void gitHubCountsThePrimaryAddressOnceItIsVerified(boolean verified, boolean primary) {
    // given
    String email = stranger();
    installation.newUser(email);
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=github");
    String user =
        "{\"id\":%d,\"login\":\"octo\",\"name\":null,\"email\":\"%s\"}".formatted(++people, email);
    String emails =
        ("[{\"email\":\"x@example.com\",\"primary\":%b,\"verified\":true},"
                + "{\"email\":\"%s\",\"primary\":%b,\"verified\":%b}]")
            .formatted(!primary, email, primary, verified);

    // when
    var brought = FlowBrowser.brought(browser.comeBack(gitHub.letIn(page, user, emails)));

    // then
    if (verified && primary) {
      var identity =
          client.get("/user", brought.get("access_token")).body().path("identities").path(1);
      assertThat(identity.path("identity_data").path("user_name").asText()).isEqualTo("octo");
      assertThat(identity.path("id").asText()).isEqualTo(Integer.toString(people));
    } else {
      assertThat(brought)
          .doesNotContainKey("access_token")
          .extractingByKey("error_code")
          .isIn("provider_email_needs_verification", "signup_disabled");
    }
  }

  @Test
  void secondFactorIsAskedForAfterAProviderToo() {
    // given
    String email = stranger();
    String password = installation.newUser(email);
    withFactor(client.signIn(email, password).text("access_token"));

    // when
    String bearer = signIn(company, "company", person(email));

    // then
    assertThat(client.exchange(bearer).text("code")).isEqualTo("second_factor_needed");
    assertThat(client.get("/user/identities/authorize?provider=other", bearer).text("error_code"))
        .isEqualTo("insufficient_aal");
  }

  @Test
  void deedsAreAudited() throws SQLException {
    // given
    String bearer = session(stranger());
    String user = client.get("/user", bearer).text("id");
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));
    var person = person(stranger());

    // when
    browser.comeBack(company.letIn(page, person));
    signIn(company, "company", person);
    String identity =
        client.get("/user", bearer).body().path("identities").path(1).path("identity_id").asText();
    client.delete("/user/identities/" + identity, bearer);
    travel(company, "company", person(stranger()));

    // then
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(audited(user))
                .contains(
                    "identity.link company done",
                    "identity.use company done",
                    "identity.unlink company done"));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(audited("anonymous"))
                .contains("session.open company: SignUpClosed refused"));
  }

  private static List<String> audited(String actor) throws SQLException {
    List<String> found = new ArrayList<>();
    try (var connection = installation.database().superuser();
        var select =
            connection.prepareStatement(
                "select action || ' ' || detail || ' ' || outcome from auth.audit"
                    + " where actor_id = ? and detail is not null")) {
      select.setString(1, actor);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  private static void withFactor(String bearer) {
    var enrolled =
        client.post("/factors", Map.of("factor_type", "totp", "friendly_name", "app"), bearer);
    String path = "/factors/" + enrolled.text("id");
    String challenge = client.post(path + "/challenge", "{}", bearer).text("id");
    String secret = enrolled.body().path("totp").path("secret").asText();
    String code = FactorIT.code(secret);
    client.post(path + "/verify", Map.of("challenge_id", challenge, "code", code), bearer);
  }
}
