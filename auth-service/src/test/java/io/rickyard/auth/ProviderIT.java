package io.rickyard.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.rickyard.auth.doubles.GitHubDouble;
import io.rickyard.auth.doubles.IssuerDouble;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in with accounts at providers, where sign-up is closed but for who was invited. */
class ProviderIT {

  private static final String VERIFIER = "v".repeat(50);

  private static IssuerDouble company;
  private static IssuerDouble other;
  private static IssuerDouble entra;
  private static GitHubDouble gitHub;
  private static TestInstallation installation;
  private static AuthClient client;
  private static int people;

  @BeforeAll
  static void start() {
    company = new IssuerDouble(TestClock.CLOCK);
    other = new IssuerDouble(TestClock.CLOCK);
    entra = new IssuerDouble(TestClock.CLOCK);
    gitHub = new GitHubDouble();
    Map<String, Object> settings = new HashMap<>(gitHub.settings());
    settings.putAll(company.settings("company"));
    settings.put("rickyard.auth.providers.company.kind", "oidc");
    settings.put("rickyard.auth.providers.company.display-name", "The Company");
    settings.putAll(other.settings("other"));
    settings.put("rickyard.auth.providers.other.kind", "oidc");
    settings.putAll(entra.settings("azure"));
    settings.put("rickyard.auth.redirects", "https://app.example.com/team");
    settings.put("rickyard.auth.sign-up.anonymous", "true");
    installation = new TestInstallation(settings);
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
    company.close();
    other.close();
    entra.close();
    gitHub.close();
  }

  @AfterEach
  void behave() {
    company.behaves();
  }

  @Test
  void settingsTellWhichProvidersAreOnAndNoSecret() {
    // when
    var settings = client.get("/settings", null);

    // then
    assertThat(settings.body().path("external").path("company").asBoolean()).isTrue();
    assertThat(settings.body().path("external").path("github").asBoolean()).isTrue();
    assertThat(settings.body().path("external").path("google").asBoolean(true)).isFalse();
    assertThat(settings.body().path("providers").toString())
        .contains("{\"name\":\"company\",\"display_name\":\"The Company\"}");
    assertThat(settings.response().body()).doesNotContain(IssuerDouble.SECRET, "secret of the app");
  }

  @Test
  void providerIsAskedForWhatBindsItsAnswer() {
    // when
    var page =
        new FlowBrowser(client)
            .begin("/authorize?provider=company&scopes=groups%20email&prompt=login&state=mine");

    // then
    var asked = company.asked(page);
    assertThat(page.toString()).startsWith(company.url() + "/auth?tenant=one&");
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", IssuerDouble.CLIENT)
        .containsEntry("redirect_uri", "http://localhost:8000/auth/v1/callback")
        .containsEntry("scope", "openid email profile groups")
        .containsEntry("prompt", "login")
        .containsEntry("code_challenge_method", "S256");
    assertThat(asked.get("state")).matches("rkq_[0-9a-f]{40}");
    assertThat(asked.get("nonce")).hasSize(43).isNotEqualTo(asked.get("code_challenge"));
  }

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
  void flowWithAChallengeReturnsWithACodeForItsVerifier() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page =
        browser.begin(
            "/authorize?provider=company&"
                + challenge()
                + "&redirect_to="
                + FlowBrowser.encoded("https://app.example.com/team/in?tab=1"));

    // when
    var back = browser.comeBack(company.letIn(page, person(invited())));

    // then
    var brought = FlowBrowser.brought(back);
    assertThat(back.toString()).startsWith("https://app.example.com/team/in?tab=1&code=rkf_");
    assertThat(back.getRawFragment()).isNull();
    assertThat(exchange(brought, VERIFIER).status()).isEqualTo(200);
    assertThat(exchange(brought, VERIFIER).text("error_code")).isEqualTo("flow_state_not_found");
  }

  @Test
  void codeIsWorthNothingWithoutItsVerifier() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company&" + challenge());
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(invited()))));

    // when
    var stolen = exchange(brought, "w".repeat(50));

    // then
    assertThat(stolen.text("error_code")).isEqualTo("bad_code_verifier");
    assertThat(exchange(brought, VERIFIER).text("error_code")).isEqualTo("flow_state_not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code_challenge=vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv",
        "code_challenge_method=s256",
        "code_challenge=short&code_challenge_method=s256",
        "code_challenge=vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv&code_challenge_method=none",
      })
  void halfAChallengeIsRefusedAndNotForgotten(String half) {
    // when
    var refused = new FlowBrowser(client).open("/authorize?provider=company&" + half);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error_code")).isEqualTo("validation_failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://localhost:8000.evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "https://app.example.com/team/../other",
      })
  void nobodyIsLedToAForeignPage(String evil) throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page =
        browser.begin("/authorize?provider=company&redirect_to=" + FlowBrowser.encoded(evil));

    // when
    var back = browser.comeBack(company.letIn(page, person(invited())));

    // then
    assertThat(back.toString()).startsWith(FlowBrowser.HOME + "#access_token=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "provider=", "provider=google", "provider=Company"})
  void providerThatIsNotOnIsRefused(String query) {
    // when
    var refused = new FlowBrowser(client).open("/authorize?" + query);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("msg")).isEqualTo("Unsupported provider: provider is not enabled");
  }

  @Test
  void stateIsGoodOnce() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    var person = person(invited());
    browser.comeBack(company.letIn(page, person));

    // when
    var again = browser.comeBack(company.letIn(page, person));

    // then
    assertRefused(again, "invalid_request", "bad_oauth_state");
  }

  @Test
  void stateIsTooOldAfterTenMinutes() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    TestClock.CLOCK.advance(Duration.ofMinutes(11));

    // when
    var late = browser.comeBack(company.letIn(page, person(invited())));

    // then
    assertRefused(late, "invalid_request", "bad_oauth_state");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=x",
        "code=x&state=",
        "code=x&state=rkq_0000000000000000000000000000000000000000",
        "code=x&state=rkf_0000000000000000000000000000000000000000",
      })
  void answerWithoutAStateOfOursIsRefused(String query) {
    assertRefused(new FlowBrowser(client).comeBack(query), "invalid_request", "bad_oauth_state");
  }

  /** Login CSRF: somebody's own answer, followed by another one's browser. */
  @Test
  void answerIsForTheBrowserThatSetOut() throws SQLException {
    // given
    var attacker = new FlowBrowser(client);
    var victim = new FlowBrowser(client);
    victim.begin("/authorize?provider=company");
    String answer = company.letIn(attacker.begin("/authorize?provider=company"), person(invited()));

    // when
    var back = victim.comeBack(answer);

    // then
    assertRefused(back, "invalid_request", "bad_oauth_state");
    assertRefused(attacker.comeBack(answer), "invalid_request", "bad_oauth_state");
  }

  @Test
  void browserInTwoTabsComesBackInBoth() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var person = person(invited());
    var one = browser.begin("/authorize?provider=company");
    var two = browser.begin("/authorize?provider=company");

    // when
    var first = browser.comeBack(company.letIn(one, person));
    var second = browser.comeBack(company.letIn(two, person));

    // then
    assertThat(FlowBrowser.brought(first)).containsKey("access_token");
    assertThat(FlowBrowser.brought(second)).containsKey("access_token");
  }

  /** Mix-up: what one issuer answered is brought as another one's. */
  @Test
  void answerOfAnotherIssuerIsNotShownToThisOne() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    String foreign = other.letIn(page, person(invited()));

    // when
    var back = browser.comeBack(foreign);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @Test
  void issuerThatSaysItNamesItselfHasTo() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    String unnamed = company.letIn(page, person(invited())).replaceFirst("&?iss=[^&]*", "");

    // when
    var back = browser.comeBack(unnamed);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @Test
  void codeOfAnotherFlowDoesNotFit() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var mine = browser.begin("/authorize?provider=company");
    var attackers = new FlowBrowser(client).begin("/authorize?provider=company");
    String injected =
        company
            .letIn(attackers, person(invited()))
            .replaceFirst("state=[^&]*", "state=" + company.asked(mine).get("state"));

    // when
    var back = browser.comeBack(injected);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  static Stream<Arguments> badTokens() {
    var now = TestClock.CLOCK;
    return Stream.of(
        Arguments.of("nonce", change(b -> b.claim("nonce", "another"))),
        Arguments.of("no nonce", change(b -> b.claim("nonce", null))),
        Arguments.of("issuer", change(b -> b.issuer("https://issuer.example"))),
        Arguments.of("audience", change(b -> b.audience("another client"))),
        Arguments.of(
            "many audiences", change(b -> b.audience(List.of(IssuerDouble.CLIENT, "another")))),
        Arguments.of("party", change(b -> b.claim("azp", "another client"))),
        Arguments.of(
            "expired", change(b -> b.expirationTime(Date.from(now.instant().minusSeconds(61))))),
        Arguments.of(
            "issued later", change(b -> b.issueTime(Date.from(now.instant().plusSeconds(120))))),
        Arguments.of("not issued", change(b -> b.issueTime(null))),
        Arguments.of("subject", change(b -> b.subject("somebody else"))),
        Arguments.of("no subject", change(b -> b.subject(null))),
        Arguments.of("access token", change(b -> b.claim("at_hash", "bm90IHRoZSBoYXNo"))));
  }

  private static UnaryOperator<JWTClaimsSet.Builder> change(
      UnaryOperator<JWTClaimsSet.Builder> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void tokenThatIsNotAsItShouldBeProvesNothing(
      String what, UnaryOperator<JWTClaimsSet.Builder> change) throws SQLException {
    // given
    company.changes(change);

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @Test
  void tokenSignedByAForeignKeyProvesNothing() throws SQLException {
    // given
    company.signsWithAnotherKey();

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|application/json|{\"error\":\"invalid_grant\"}|access_denied|bad_oauth_callback",
        "200|application/json|{\"access_token\":\"a\"}|access_denied|bad_oauth_callback",
        "500|text/html|<p>sorry|server_error|unexpected_failure",
        "200|text/html|<p>hello|server_error|unexpected_failure",
        "302|text/plain|elsewhere|server_error|unexpected_failure",
      })
  void providerThatAnswersWronglyIsSaidToDoSo(
      int status, String type, String body, String error, String code) throws SQLException {
    // given
    company.answersInsteadOfTokens(status, type, body);

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, error, code);
  }

  @Test
  void hugeAnswerIsNotRead() throws SQLException {
    // given
    String filler = "a".repeat(300_000);
    company.answersInsteadOfTokens(200, "application/json", "{\"filler\":\"" + filler + "\"}");

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "server_error", "unexpected_failure");
  }

  @Test
  void answerThatTricklesIsGivenUp() throws SQLException {
    // given
    company.trickles();
    long begun = System.nanoTime();

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "server_error", "unexpected_failure");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void refusalOfTheProviderIsHandedOn() {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company&" + challenge());
    String state = "&state=" + company.asked(page).get("state");

    // when
    var back = browser.comeBack("error=access_denied&error_description=No%0D%0Athanks" + state);

    // then
    assertThat(back.getRawQuery()).contains("error=access_denied");
    assertThat(back.getRawFragment()).contains("error=access_denied");
    assertThat(FlowBrowser.brought(back))
        .containsEntry("error_code", "bad_oauth_callback")
        .containsEntry("error_description", "No  thanks");
  }

  @Test
  void answerThatComesAsAFormIsLedToThePage() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    String answer = company.letIn(page, person(invited()));

    // when
    var form =
        client.send(
            client
                .request("/callback", null)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(answer)));

    // then
    assertThat(form.status()).isEqualTo(303);
    assertThat(form.header("location"))
        .isEqualTo("http://localhost:8000/auth/v1/callback?" + answer);
    assertThat(FlowBrowser.brought(browser.comeBack(answer))).containsKey("access_token");
  }

  @Test
  void whoAsksForTheAddressGetsOursWhichBindsTheBrowser() throws SQLException {
    // given
    var asked =
        client.get(
            "/authorize?provider=company&skip_http_redirect=true&prompt=login&" + challenge(),
            null);

    // when
    var browser = new FlowBrowser(client);
    var page = browser.begin(asked.text("url").substring("http://localhost:8000/auth/v1".length()));

    // then
    assertThat(asked.header("set-cookie")).isNull();
    assertThat(company.asked(page)).containsEntry("prompt", "login");
    assertThat(FlowBrowser.brought(browser.comeBack(company.letIn(page, person(invited())))))
        .containsKey("code");
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
  void gitHubsRefusalUnderAGoodStatusIsOne() {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=github");
    String answer = gitHub.letIn(page, "{}", "[]").replaceFirst("code=", "code=x");

    // when
    var back = browser.comeBack(answer);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

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

  @Test
  void identityIsLinkedAndUnlinkedAgain() {
    // given
    String email = stranger();
    String bearer = session(email);
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));

    // when
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(stranger()))));

    // then
    var user = client.get("/user", brought.get("access_token"));
    assertThat(user.text("email")).isEqualTo(email);
    assertThat(providers(user)).containsExactly("email", "company");
    String identity = user.body().path("identities").path(1).path("identity_id").asText();
    assertThat(client.delete("/user/identities/" + identity, bearer).status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("email");
    assertThat(client.delete("/user/identities/" + identity, bearer).text("error_code"))
        .isEqualTo("identity_not_found");
  }

  @Test
  void lastIdentityStays() {
    // given
    String bearer = session(stranger());
    String id = client.get("/user", bearer).text("id");

    // when
    var refused = client.delete("/user/identities/" + id, bearer);

    // then
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("error_code")).isEqualTo("single_identity_not_deletable");
  }

  @Test
  void addressIsUnlinkedWithItsPassword() {
    // given
    String email = stranger();
    String password = installation.newUser(email);
    String bearer = signIn(company, "company", person(email));
    String id = client.get("/user", bearer).text("id");

    // when
    var done = client.delete("/user/identities/" + id, bearer);

    // then
    assertThat(done.status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("company");
    assertThat(client.signIn(email, password).status()).isEqualTo(400);
  }

  @Test
  void nobodyUnlinksSomebodyElsesIdentity() throws SQLException {
    // given
    String theirs =
        client
            .get("/user", signIn(company, "company", person(invited())))
            .body()
            .path("identities")
            .path(0)
            .path("identity_id")
            .asText();

    // when
    var refused = client.delete("/user/identities/" + theirs, session(stranger()));

    // then
    assertThat(refused.text("error_code")).isEqualTo("identity_not_found");
  }

  @Test
  void identityThatOpensAnotherAccountIsNotLinked() throws SQLException {
    // given
    String email = invited();
    signIn(company, "company", person(email));
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(session(stranger()), ""));

    // when
    var back = browser.comeBack(company.letIn(page, person(email)));

    // then
    assertRefused(back, "access_denied", "identity_already_exists");
  }

  /** Somebody is lured to link theirs to another one's account. */
  @Test
  void identityIsLinkedOnlyWhenTheVerifierIsShown() throws SQLException {
    // given
    String attacker = session(stranger());
    String victims = invited();
    var victim = new FlowBrowser(client);
    var page = victim.begin(linkingAddress(attacker, "&" + challenge()));

    // when
    var brought = FlowBrowser.brought(victim.comeBack(company.letIn(page, person(victims))));

    // then
    assertThat(brought).containsKey("code");
    assertThat(providers(client.get("/user", attacker))).containsExactly("email");
    assertThat(client.get("/user", signIn(company, "company", person(victims))).text("email"))
        .isEqualTo(victims);
    assertThat(exchange(brought, VERIFIER).text("error_code")).isEqualTo("identity_already_exists");
  }

  @Test
  void pageWithAVerifierLinks() {
    // given
    String bearer = session(stranger());
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, "&" + challenge()));
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(stranger()))));

    // when
    var session = exchange(brought, VERIFIER);

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("email", "company");
  }

  @Test
  void wayThatWasBegunForABrowserIsTakenByOne() {
    // given
    String address = linkingAddress(session(stranger()), "");
    new FlowBrowser(client).begin(address);

    // when
    var second = new FlowBrowser(client).open(address);

    // then
    assertThat(second.text("error_code")).isEqualTo("bad_oauth_state");
  }

  @Test
  void nothingIsLinkedOnceTheSessionHasEnded() {
    // given
    String bearer = session(stranger());
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));
    client.post("/logout", "", bearer);

    // when
    var back = browser.comeBack(company.letIn(page, person(stranger())));

    // then
    assertRefused(back, "access_denied", "session_not_found");
  }

  @Test
  void gatewaysPageGoesOnWithTheSessionThatItHas() {
    // given
    String bearer = session(stranger());
    var browser = new FlowBrowser(client);
    var asked =
        browser.open(
            "/user/identities/authorize?provider=company&quiet=true&skip_http_redirect=true",
            bearer);

    // when
    var back = browser.comeBack(company.letIn(URI.create(asked.text("url")), person(stranger())));

    // then
    assertThat(FlowBrowser.brought(back)).containsOnlyKeys("message");
    assertThat(providers(client.get("/user", bearer))).containsExactly("email", "company");
  }

  @Test
  void whoeverIsNotSignedInLinksNothing() {
    assertThat(client.get("/user/identities/authorize?provider=company", null).status())
        .isEqualTo(401);
    assertThat(client.delete("/user/identities/" + UUID.randomUUID(), null).status())
        .isEqualTo(401);
  }

  @Test
  void ofTwoWhoUnlinkTheLastTwoAtOnceOneIsRefused() throws Exception {
    // given
    String email = stranger();
    installation.newUser(email);
    String bearer = signIn(company, "company", person(email));
    List<Callable<AuthClient.Answer>> both = new ArrayList<>();
    for (JsonNode identity : client.get("/user", bearer).body().path("identities")) {
      String path = "/user/identities/" + identity.path("identity_id").asText();
      both.add(() -> client.delete(path, bearer));
    }

    // when
    List<Integer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(both).forEach(answer -> answers.add(answer.resultNow().status()));
    }

    // then
    assertThat(answers).containsExactlyInAnyOrder(200, 422);
    assertThat(providers(client.get("/user", bearer))).hasSize(1);
  }

  @Test
  void personWithoutAnAddressGetsTheVerifiedOneWithTheIdentity() {
    // given
    var anonymous = client.post("/signup", Map.of(), null);
    String bearer = anonymous.text("access_token");
    String email = stranger();
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));

    // when
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(email))));

    // then
    var user = client.get("/user", brought.get("access_token"));
    assertThat(user.text("id")).isEqualTo(anonymous.body().path("user").path("id").asText());
    assertThat(user.text("email")).isEqualTo(email);
    assertThat(user.body().path("is_anonymous").asBoolean(true)).isFalse();
    assertThat(providers(user)).containsExactly("company");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void personWithoutAnAddressGetsNoneThatIsUnprovenOrTaken(boolean proven) {
    // given
    String bearer = client.post("/signup", Map.of(), null).text("access_token");
    String email = stranger();
    installation.newUser(email);
    Map<String, Object> person = new HashMap<>(person(email));
    person.put("email_verified", proven);
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));

    // when
    var back = browser.comeBack(company.letIn(page, person));

    // then
    assertRefused(
        back,
        "access_denied",
        proven ? "identity_already_exists" : "provider_email_needs_verification");
    assertThat(client.get("/user", bearer).body().path("is_anonymous").asBoolean()).isTrue();
  }

  @Test
  void programLinksWithAnIdToken() {
    // given
    String bearer = session(stranger());
    String token = company.idToken(claims(stranger(), null));
    Map<String, Object> body =
        Map.of("provider", "company", "id_token", token, "link_identity", true);

    // when
    var nobody = client.post("/token?grant_type=id_token", body, null);
    var linked = client.post("/token?grant_type=id_token", body, bearer);

    // then
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(linked.status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("email", "company");
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

  @Test
  void databaseAloneCompletesNoWay() throws SQLException {
    // given
    var page = new FlowBrowser(client).begin("/authorize?provider=company");
    var asked = company.asked(page);

    // when
    List<String> rows = new ArrayList<>();
    try (var connection = installation.database().superuser();
        var select = connection.prepareStatement("select f::text from auth.provider_flow f");
        var found = select.executeQuery()) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }

    // then
    assertThat(rows).isNotEmpty();
    assertThat(String.join(" ", rows))
        .doesNotContain(
            requireNonNull(asked.get("state")).substring(4), requireNonNull(asked.get("nonce")));
  }

  private static void assertRefused(URI back, String error, String code) {
    assertThat(FlowBrowser.brought(back))
        .containsEntry("error", error)
        .containsEntry("error_code", code)
        .doesNotContainKeys("access_token", "code");
  }

  private static URI travel(IssuerDouble issuer, String provider, Map<String, Object> person) {
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=" + provider);
    return browser.comeBack(issuer.letIn(page, person));
  }

  private static String signIn(IssuerDouble issuer, String provider, Map<String, Object> person) {
    var brought = FlowBrowser.brought(travel(issuer, provider, person));
    return requireNonNull(brought.get("access_token"), () -> brought.toString());
  }

  private static String linkingAddress(String bearer, String more) {
    var asked =
        client.get(
            "/user/identities/authorize?provider=company&skip_http_redirect=true" + more, bearer);
    return asked.text("url").substring("http://localhost:8000/auth/v1".length());
  }

  private static String session(String email) {
    return client.signIn(email, installation.newUser(email)).text("access_token");
  }

  private static AuthClient.Answer exchange(Map<String, String> brought, String verifier) {
    return client.post(
        "/token?grant_type=pkce",
        Map.of("auth_code", requireNonNull(brought.get("code")), "code_verifier", verifier),
        null);
  }

  private static AuthClient.Answer idToken(Map<String, String> body) {
    return client.post("/token?grant_type=id_token", body, null);
  }

  private static List<String> providers(AuthClient.Answer user) {
    List<String> names = new ArrayList<>();
    user.body().path("identities").forEach(one -> names.add(one.path("provider").asText()));
    return names;
  }

  private static String stranger() {
    return "person" + ++people + "@example.com";
  }

  private static String invited() throws SQLException {
    String email = stranger();
    try (var connection = installation.database().superuser();
        var insert =
            connection.prepareStatement(
                "insert into auth.invited_address values (?, timestamptz '2100-01-01')")) {
      insert.setString(1, email);
      insert.executeUpdate();
    }
    return email;
  }

  private static Map<String, Object> person(String email) {
    return Map.of(
        "sub",
        "subject of " + email,
        "name",
        "Somebody",
        "email",
        email.toUpperCase(Locale.ROOT),
        "email_verified",
        true);
  }

  private static Map<String, Object> claims(String email, @Nullable String nonce) {
    Map<String, Object> claims = new HashMap<>(person(email));
    claims.put("nonce", nonce);
    return claims;
  }

  private static JsonNode claims(String token) {
    try {
      return ContractJson.mapper()
          .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String challenge() {
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(digest(VERIFIER));
    return "code_challenge=" + value + "&code_challenge_method=s256";
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(digest(text));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
