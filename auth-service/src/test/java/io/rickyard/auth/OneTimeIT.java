package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes by mail and proves something once, where sign-up is closed. */
class OneTimeIT {

  private static final String VERIFIER = "v".repeat(50);

  private static TestInstallation installation;
  private static AuthClient client;
  private static int users;

  @BeforeAll
  static void start() {
    installation =
        new TestInstallation(Map.of("rickyard.auth.redirects", "https://app.example.com/team"));
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @BeforeEach
  void later() {
    TestClock.CLOCK.advance(Duration.ofHours(4));
  }

  @Test
  void codeSignsInOnce() throws IOException {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String code = installation.code(email);

    // when
    var session = verify("email", email, code);

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(amr(session)).isEqualTo("otp");
    assertThat(verify("email", email, code).text("error_code")).isEqualTo("otp_expired");
  }

  @Test
  void ofManyWhoShowOneCodeExactlyOneSignsIn() throws Exception {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String hash = token(installation.link(email));

    // when
    List<Integer> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          threads
              .invokeAll(
                  IntStream.range(0, 8)
                      .mapToObj(_ ->
                          (Callable<Integer>)
                              () ->
                                  client
                                      .post(
                                          "/verify",
                                          Map.of("type", "magiclink", "token_hash", hash),
                                          null)
                                      .status())
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
    }

    // then
    assertThat(answers).hasSize(8).containsOnlyOnce(200);
  }

  @Test
  void lostPasswordIsChosenAnew() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    var session = verify("recovery", email, installation.code(email));

    // when
    var changed =
        client.put(
            "/user", Map.of("password", "a sheep in the barn"), session.text("access_token"));

    // then
    assertThat(changed.status()).isEqualTo(200);
    assertThat(client.signIn(email, "a sheep in the barn").status()).isEqualTo(200);
  }

  @Test
  void tokenIsTooOldAfterAnHour() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    String code = installation.code(email);
    TestClock.CLOCK.advance(Duration.ofMinutes(61));

    // when
    var late = verify("recovery", email, code);

    // then
    assertThat(late.status()).isEqualTo(403);
    assertThat(late.text("error_code")).isEqualTo("otp_expired");
  }

  @Test
  void newTokenReplacesTheFormer() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    String first = installation.code(email);
    client.post("/recover", Map.of("email", email), null);

    // then
    assertThat(verify("recovery", email, first).status()).isEqualTo(403);
    assertThat(verify("recovery", email, installation.code(email)).status()).isEqualTo(200);
  }

  @Test
  void newPasswordEndsWhatWasSentBefore() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    String code = installation.code(email);
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("password", "a sheep in the barn"), access);

    // then
    assertThat(verify("recovery", email, code).text("error_code")).isEqualTo("otp_expired");
  }

  @Test
  void codeIsNotGuessed() {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String right = installation.code(email);
    String wrong = right.equals("000000") ? "000001" : "000000";

    // when
    List<Integer> guesses =
        IntStream.range(0, 8).mapToObj(_ -> verify("email", email, wrong).status()).toList();

    // then
    assertThat(guesses).containsExactly(403, 403, 403, 403, 403, 429, 429, 429);
    TestClock.CLOCK.advance(Duration.ofMinutes(10));
    assertThat(verify("email", email, right).status())
        .as("five wrong ones end the right one")
        .isEqualTo(403);
  }

  @Test
  void codeOfOnePurposeServesNoOther() {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String code = installation.code(email);

    // then
    assertThat(verify("recovery", email, code).status()).isEqualTo(403);
    assertThat(verify("signup", email, code).status()).isEqualTo(403);
    assertThat(verify("email", email, code).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"/otp,", "/magiclink,", "/recover,", "/resend,signup", "/resend,email_change"})
  void neitherAnswerNorWorkTellsWhetherThereIsAnAccount(String path, String type)
      throws SQLException {
    // given
    String known = type == null || type.equals("signup") ? user() : wishing();
    String unknown = "unknown-" + known;
    TestClock.CLOCK.advance(Duration.ofHours(4));
    Map<String, Object> body = new HashMap<>(Map.of("email", known));
    if (type != null) {
      body.put("type", type);
    }
    var before = counts();

    // when
    var ofKnown = client.post(path, body, null);
    var between = counts();
    body.put("email", unknown);
    var ofUnknown = client.post(path, body, null);
    var after = counts();

    // then
    assertThat(ofKnown.status()).isEqualTo(200);
    assertThat(ofUnknown.status()).isEqualTo(200);
    assertThat(ofUnknown.body()).isEqualTo(ofKnown.body());
    assertThat(difference(between, after)).isEqualTo(difference(before, between));
    assertThat(installation.mails(unknown)).isEmpty();
  }

  @Test
  void mailsToUnknownAddressesAreLimitedLikeThoseToKnownOnes() {
    // given
    for (String email : List.of(user(), "stranger@example.com")) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.post("/recover", Map.of("email", email), null).status()).isEqualTo(200);
      }

      // when
      var refused = client.post("/recover", Map.of("email", email), null);

      // then
      assertThat(refused.text("error_code")).isEqualTo("over_email_send_rate_limit");
    }
  }

  @Test
  void closedInstallationTakesOnlyWhoWasInvited() {
    // given
    String guest = "guest-" + ++users + "@example.com";
    var invitation =
        Map.of(
            "id",
            UUID.randomUUID(),
            "purpose",
            "invitation",
            "to",
            guest,
            "values",
            Map.of("organization", "A", "inviter", "b", "link", "http://x", "lifetime", "a day"),
            "invited_until",
            TestClock.CLOCK.instant().plus(Duration.ofDays(1)).toString());
    client.post("/internal/mails", invitation, installation.gateway());
    var body = Map.of("email", guest, "password", "a goat on the roof");

    // when
    var invited = client.post("/signup", body, null);
    TestClock.CLOCK.advance(Duration.ofDays(2));
    var late = client.post("/signup", body, null);

    // then
    assertThat(invited.status()).isEqualTo(200);
    assertThat(late.text("error_code")).isEqualTo("signup_disabled");
    assertThat(
            client
                .post("/signup", Map.of("email", user(), "password", "a goat on the roof"), null)
                .text("error_code"))
        .isEqualTo("signup_disabled");
    assertThat(client.post("/signup", Map.of(), null).text("error_code"))
        .isEqualTo("anonymous_provider_disabled");
    assertThat(client.get("/settings", null).body().path("disable_signup").asBoolean()).isTrue();
  }

  @Test
  void otpMakesNoAccountWhereSignUpIsClosed() {
    // given
    String email = "nobody-yet@example.com";

    // when
    var answer = client.post("/otp", Map.of("email", email, "create_user", true), null);

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(client.get("/admin/users?per_page=1000", TestInstallation.SECRET_KEY).body())
        .noneMatch(page -> page.toString().contains(email));
  }

  @Test
  void addressChangesOnceBothAgree() {
    // given
    String email = user();
    String wanted = "new-" + email;
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("email", wanted), access);

    // when
    var half = verify("email_change", email, installation.code(email));
    var before = client.get("/user", access);
    var whole = verify("email_change", wanted, installation.code(wanted));

    // then
    assertThat(half.status()).isEqualTo(200);
    assertThat(half.text("msg")).contains("other email");
    assertThat(before.text("email")).isEqualTo(email);
    assertThat(whole.body().path("user").path("email").asText()).isEqualTo(wanted);
    assertThat(client.signIn(wanted, "password of " + email).status()).isEqualTo(200);
    assertThat(client.signIn(email, "password of " + email).status()).isEqualTo(400);
  }

  @Test
  void oneSideAgreeingTwiceChangesNothing() {
    // given
    String email = user();
    String wanted = "twice-" + email;
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("email", wanted), access);
    verify("email_change", wanted, installation.code(wanted));
    client.post("/resend", Map.of("type", "email_change", "email", email), null);

    // when
    var again = verify("email_change", wanted, installation.code(wanted));

    // then
    assertThat(again.body().has("access_token")).isFalse();
    assertThat(client.get("/user", access).text("email")).isEqualTo(email);
  }

  @Test
  void addressOfAnotherAccountIsNotTakenAndNotTold() {
    // given
    String email = user();
    String taken = user();
    String access = client.signIn(email, "password of " + email).text("access_token");

    // when
    var asked = client.put("/user", Map.of("email", taken), access);

    // then
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.text("new_email")).isEqualTo(taken);
    assertThat(installation.mail(taken)).contains("There is one with it already");
    verify("email_change", email, installation.code(email));
    assertThat(client.get("/user", access).text("email")).isEqualTo(email);
  }

  @Test
  void nonceFromTheMailIsCheckedWhereItIsGiven() {
    // given
    String email = user();
    String access = client.signIn(email, "password of " + email).text("access_token");
    var sent = client.get("/reauthenticate", access);
    String nonce = installation.code(email);
    var wrong = Map.of("password", "a sheep in the barn", "nonce", "12345");

    // when
    var refused = client.put("/user", wrong, access);
    var taken =
        client.put("/user", Map.of("password", "a sheep in the barn", "nonce", nonce), access);

    // then
    assertThat(sent.status()).isEqualTo(200);
    assertThat(refused.text("error_code")).isEqualTo("reauthentication_not_valid");
    assertThat(taken.status()).isEqualTo(200);
    assertThat(verify("reauthentication", email, nonce).status()).isEqualTo(400);
  }

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

  @Test
  void databaseHoldsNeitherCodesNorLinks() throws SQLException {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String code = installation.code(email);
    String token = token(installation.link(email));

    // when
    try (var connection = installation.database().dataSource("auth").getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select string_agg(t::text, ' ') from one_time_token t where address = '"
                    + email
                    + "'")) {

      // then
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isNotEmpty().doesNotContain(" " + code, token);
    }
  }

  private static String user() {
    String email = "user-" + ++users + "@example.com";
    installation.newUser(email);
    return email;
  }

  /** Somebody who wants another address. */
  private static String wishing() {
    String email = user();
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("email", "wanted-" + email), access);
    return email;
  }

  private static AuthClient.Answer verify(String type, String email, String code) {
    return client.post("/verify", Map.of("type", type, "email", email, "token", code), null);
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

  private static String token(String link) {
    return link.replaceAll(".*token=([^&]+).*", "$1");
  }

  private static String code(@Nullable String location) {
    return String.valueOf(location).replaceAll(".*code=", "");
  }

  private static String amr(AuthClient.Answer session) throws IOException {
    JsonNode claims =
        ContractJson.mapper()
            .readTree(
                Base64.getUrlDecoder().decode(session.text("access_token").split("\\.", -1)[1]));
    return claims.path("amr").get(0).path("method").asText();
  }

  /** How many messages were written, and in which templates. */
  private static List<Long> counts() throws SQLException {
    try (var connection = installation.database().dataSource("auth").getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*), coalesce(sum(length(purpose)), 0) from mail")) {
      rows.next();
      return List.of(rows.getLong(1), rows.getLong(2));
    }
  }

  private static List<Long> difference(List<Long> before, List<Long> after) {
    return IntStream.range(0, before.size()).mapToObj(i -> after.get(i) - before.get(i)).toList();
  }
}
