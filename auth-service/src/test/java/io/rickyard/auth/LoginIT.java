package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of a command line: by the browser of its machine, and by a code that is typed. */
class LoginIT {

  private static final String CALLBACK = "http://127.0.0.1:40123/callback";
  private static final String VERIFIER = "a-verifier-that-nobody-else-can-know-0123456789";
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String CLIENT = "rickyard-cli";

  private static TestInstallation installation;
  private static AuthClient client;
  private static int users;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /** Attempts are forgotten by then, so that one test does not slow down another. */
  @BeforeEach
  void later() {
    TestClock.CLOCK.advance(Duration.ofHours(4));
  }

  @Test
  void browserBringsACodeThatIsGoodForATokenNamedAfterTheMachine() {
    // given
    String person = person();
    String name = asked(Map.of());

    // when
    var shown = client.get("/internal/login/requests/" + name, person);
    String back = client.post(decision(name, "approve"), "", person).text("location");
    var granted = redeem(code(back), Map.of());

    // then
    assertThat(shown.text("client")).isEqualTo("Rickyard's command line");
    assertThat(shown.text("host")).isEqualTo("laptop");
    assertThat(shown.text("kind")).isEqualTo("browser");
    assertThat(back).startsWith(CALLBACK + "?code=rkg_").endsWith("&state=of-mine");
    assertThat(granted.text("token_type")).isEqualTo("Bearer");
    assertThat(granted.text("access_token")).matches("sbp_[0-9a-f]{40}");
    assertThat(tokens(person)).containsExactly("rickyard on laptop");
    assertThat(client.exchange(granted.text("access_token")).text("kind")).isEqualTo("token");
  }

  @Test
  void codeIsTypedElsewhereAndThePollGetsTheTokenOnce() {
    // given
    String person = person();
    var device = device();
    String typed = device.text("user_code").toLowerCase(Locale.ROOT).replace("-", "");
    var before = poll(device);

    // when
    var shown = client.get("/internal/login/requests/" + typed, person);
    var approved = client.post(decision(typed, "approve"), "", person);
    var after = poll(device);

    // then
    assertThat(device.text("user_code")).matches("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}");
    assertThat(device.text("verification_uri")).isEqualTo("http://localhost:8000/#/device");
    assertThat(device.text("verification_uri_complete"))
        .isEqualTo("http://localhost:8000/#/device/" + device.text("user_code"));
    assertThat(device.body().path("interval").asInt()).isEqualTo(5);
    assertThat(device.body().path("expires_in").asInt()).isEqualTo(600);
    assertThat(before.text("error")).isEqualTo("authorization_pending");
    assertThat(shown.text("kind")).isEqualTo("device");
    assertThat(approved.status()).isEqualTo(200);
    assertThat(approved.body().has("location")).isFalse();
    assertThat(client.exchange(after.text("access_token")).status()).isEqualTo(200);
    assertThat(poll(device).text("error")).isEqualTo("invalid_grant");
    assertThat(tokens(person)).hasSize(1);
  }

  @Test
  void wrongVerifierSpendsTheCode() {
    // given
    String person = person();
    String code = approved(person, Map.of());

    // when
    var wrong = redeem(code, Map.of("code_verifier", VERIFIER + "x"));

    // then
    assertThat(wrong.text("error")).isEqualTo("invalid_grant");
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
    assertThat(tokens(person)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "PLAIN", "none", ""})
  void challengeThatHidesNothingIsRefused(String method) {
    // when
    String back =
        client
            .post("/internal/login/browser", request(Map.of("code_challenge_method", method)), null)
            .text("location");

    // then
    assertThat(back).isEqualTo(CALLBACK + "?error=invalid_request&state=of-mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://localhost:40123/callback",
        "http://127.0.0.2:40123/callback",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:65536/callback",
        "https://127.0.0.1:40123/callback",
        "http://127.0.0.1:40123@evil.example/callback",
        "http://user@127.0.0.1:40123/callback",
        "http://127.0.0.1.evil.example:40123/callback",
        "http://evil.example:40123/callback",
        "http://127.0.0.1:40123/callback#fragment",
        "http://127.0.0.1:40123/callback?to=evil",
        "http://127.0.0.1:40123\\@evil.example/",
        "http://2130706433:40123/",
        "http://0:40123/",
        "http://[::ffff:127.0.0.1]:40123/",
        "javascript:alert(1)",
        "//127.0.0.1:40123/"
      })
  void browserIsSentToNoOtherMachine(String redirect) {
    // when
    var answer =
        client.post("/internal/login/browser", request(Map.of("redirect_uri", redirect)), null);

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/", "http://[::1]:65535/a/b"})
  void everyPortOfTheMachineItselfWillDo(String redirect) {
    assertThat(asked(Map.of("redirect_uri", redirect))).startsWith("rkl_");
  }

  @Test
  void programThatIsNotKnownGetsNothing() {
    // when
    var browser =
        client.post("/internal/login/browser", request(Map.of("client_id", "other")), null);
    var device = client.post("/internal/login/device", Map.of("client_id", "other"), null);
    var token = redeem("rkg_" + "0".repeat(40), Map.of("client_id", "other"));

    // then
    assertThat(browser.status()).isEqualTo(400);
    assertThat(device.text("error")).isEqualTo("invalid_client");
    assertThat(token.text("error")).isEqualTo("invalid_client");
  }

  @Test
  void codeShownTwiceTakesBackWhatItGave() {
    // given
    String person = person();
    String code = approved(person, Map.of());
    String token = redeem(code, Map.of()).text("access_token");
    int good = client.exchange(token).status();

    // when
    var again = redeem(code, Map.of());

    // then
    assertThat(good).isEqualTo(200);
    assertThat(again.text("error")).isEqualTo("invalid_grant");
    assertThat(client.exchange(token).status()).isEqualTo(401);
  }

  @Test
  void ofManyWhoRedeemOneCodeAtMostOneHoldsAToken() throws Exception {
    // given
    String person = person();
    String code = approved(person, Map.of());

    // when
    List<String> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          threads
              .invokeAll(
                  IntStream.range(0, 8)
                      .mapToObj(_ -> (Callable<String>) () -> redeem(code, Map.of()).text("error"))
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
    }

    // then
    assertThat(answers).containsOnlyOnce("");
    assertThat(answers.stream().filter("invalid_grant"::equals)).hasSize(7);
    assertThat(tokens(person)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void codeIsGoodForTheAddressItWasBroughtToOnly() {
    // given
    String code = approved(person(), Map.of());

    // when
    var other = redeem(code, Map.of("redirect_uri", "http://127.0.0.1:40124/callback"));

    // then
    assertThat(other.text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void codesOfAnotherProgramAreWorthNothing() throws SQLException {
    // given
    String person = person();
    String code = approved(person, Map.of());
    var device = device();
    client.post(decision(device.text("user_code"), "approve"), "", person);
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement()) {
      statement.execute("update auth.login_request set client = 'another'");
    }

    // then
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
    assertThat(poll(device).text("error")).isEqualTo("invalid_grant");
    assertThat(tokens(person)).isEmpty();
  }

  @Test
  void codeIsNeitherADeviceCodeNorTheOtherWayRound() {
    // given
    String person = person();
    String code = approved(person, Map.of());
    var device = device();
    client.post(decision(device.text("user_code"), "approve"), "", person);

    // then
    assertThat(redeem(device.text("device_code"), Map.of()).text("error"))
        .isEqualTo("invalid_grant");
    assertThat(
            token(Map.of("grant_type", DEVICE_GRANT, "client_id", CLIENT, "device_code", code))
                .text("error"))
        .isEqualTo("invalid_grant");
    assertThat(client.exchange(code).status()).isEqualTo(401);
    assertThat(client.exchange(device.text("device_code")).status()).isEqualTo(401);
  }

  @Test
  void whatIsMissingOrUnknownIsNamedInOAuthsWords() {
    assertThat(token(Map.of("client_id", CLIENT)).text("error"))
        .isEqualTo("unsupported_grant_type");
    assertThat(token(Map.of("client_id", CLIENT, "grant_type", "password")).text("error"))
        .isEqualTo("unsupported_grant_type");
    assertThat(token(Map.of("client_id", CLIENT, "grant_type", DEVICE_GRANT)).text("error"))
        .isEqualTo("invalid_request");
    assertThat(token(Map.of("client_id", CLIENT, "grant_type", "authorization_code")).text("error"))
        .isEqualTo("invalid_request");
    assertThat(
            client
                .post("/internal/login/browser", request(Map.of("response_type", "token")), null)
                .text("location"))
        .isEqualTo(CALLBACK + "?error=unsupported_response_type&state=of-mine");
  }

  @Test
  void whoPollsTooFastIsToldToSlowDownAndWaitsLongerEachTime() {
    // given
    var device = device();
    poll(device);

    // when
    var fast = poll(device);
    TestClock.CLOCK.advance(Duration.ofSeconds(9));
    var stillFast = poll(device);
    TestClock.CLOCK.advance(Duration.ofSeconds(16));
    var patient = poll(device);

    // then
    assertThat(fast.text("error")).isEqualTo("slow_down");
    assertThat(fast.body().path("interval").asInt()).isEqualTo(10);
    assertThat(stillFast.text("error")).isEqualTo("slow_down");
    assertThat(stillFast.body().path("interval").asInt()).isEqualTo(15);
    assertThat(patient.text("error")).isEqualTo("authorization_pending");
  }

  @Test
  void refusalIsToldAndCannotBeTakenBack() {
    // given
    String person = person();
    var device = device();
    String name = asked(Map.of());

    // when
    client.post(decision(device.text("user_code"), "refuse"), "", person);
    var back = client.post(decision(name, "refuse"), "", person);

    // then
    assertThat(poll(device).text("error")).isEqualTo("access_denied");
    assertThat(back.text("location")).isEqualTo(CALLBACK + "?error=access_denied&state=of-mine");
    assertThat(client.post(decision(device.text("user_code"), "approve"), "", person).status())
        .isEqualTo(409);
    assertThat(client.post(decision(name, "approve"), "", person).status()).isEqualTo(409);
    assertThat(tokens(person)).isEmpty();
  }

  @Test
  void requestEndsAfterTenMinutes() {
    // given
    String access = access(user());
    var device = device();
    String name = asked(Map.of());

    // when
    TestClock.CLOCK.advance(Duration.ofMinutes(10));
    String person = client.internal(access);

    // then
    assertThat(poll(device).text("error")).isEqualTo("expired_token");
    assertThat(client.post(decision(device.text("user_code"), "approve"), "", person).status())
        .isEqualTo(404);
    assertThat(client.post(decision(name, "approve"), "", person).status()).isEqualTo(404);
  }

  @Test
  void tokenIsFetchedWithinAMinute() {
    // given
    String access = access(user());
    String code = approved(client.internal(access), Map.of());
    var device = device();
    TestClock.CLOCK.advance(Duration.ofSeconds(599));
    client.post(decision(device.text("user_code"), "approve"), "", client.internal(access));

    // when
    TestClock.CLOCK.advance(Duration.ofSeconds(59));

    // then
    assertThat(poll(device).text("access_token")).startsWith("sbp_");
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void endedSessionGaveNothing() {
    // given
    String access = access(user());
    String person = client.internal(access);
    String code = approved(person, Map.of());
    var device = device();
    client.post(decision(device.text("user_code"), "approve"), "", person);

    // when
    client.post("/logout?scope=local", "", access);

    // then
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
    assertThat(poll(device).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void tokensAndServicesDecideNothing() {
    // given
    String person = person();
    String machine =
        client.internal(
            client
                .post("/internal/access-tokens", Map.of("name", "machine"), person)
                .text("token"));
    String name = asked(Map.of());

    // then
    for (String caller : List.of(machine, installation.gateway())) {
      assertThat(client.get("/internal/login/requests/" + name, caller).status()).isEqualTo(403);
      assertThat(client.post(decision(name, "approve"), "", caller).status()).isEqualTo(403);
      assertThat(client.post(decision(name, "refuse"), "", caller).status()).isEqualTo(403);
    }
    assertThat(client.post(decision(name, "approve"), "", null).status()).isEqualTo(401);
  }

  @Test
  void guessedUserCodesMakeWait() {
    // given
    String person = person();
    List<Integer> guesses =
        IntStream.range(0, 8)
            .mapToObj(i -> "BCDFGHJ" + "KLMNPQRS".charAt(i))
            .map(code -> client.get("/internal/login/requests/" + code, person).status())
            .toList();
    var device = device();

    // when
    var right = client.get("/internal/login/requests/" + device.text("user_code"), person);

    // then
    assertThat(guesses).startsWith(404, 404, 404, 404, 404).endsWith(429, 429);
    assertThat(right.status()).isEqualTo(429);
    assertThat(right.header("retry-after")).isNotNull();
  }

  @Test
  void whoAsksWithoutEndIsSlowedDown() {
    // when
    List<Integer> answers =
        IntStream.range(0, 24)
            .mapToObj(_ ->
                client.post("/internal/login/device", Map.of("client_id", CLIENT), null).status())
            .toList();

    // then
    assertThat(answers).contains(200).endsWith(429);
  }

  @Test
  void nothingThatIsStoredLetsAnybodyIn() throws SQLException {
    // given
    String person = person();
    String name = asked(Map.of());
    String back = client.post(decision(name, "approve"), "", person).text("location");
    var device = device();

    // when
    String stored;
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select string_agg(r::text || encode(name_hash, 'escape')"
                    + " || encode(coalesce(device_hash, ''), 'escape'), ' ')"
                    + " from auth.login_request r")) {
      rows.next();
      stored = rows.getString(1);
    }

    // then
    assertThat(stored)
        .contains("laptop")
        .doesNotContain(
            name,
            code(back),
            device.text("device_code"),
            device.text("user_code"),
            device.text("user_code").replace("-", ""));
  }

  @Test
  void decisionsAreAudited() {
    // given
    String person = person();
    String approved = asked(Map.of("host", "approved-host"));
    String refused = asked(Map.of("host", "refused-host"));

    // when
    client.post(decision(approved, "approve"), "", person);
    client.post(decision(refused, "refuse"), "", person);

    // then
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(audited())
                .contains(
                    "login.approve rickyard-cli on approved-host, asked from an unknown address",
                    "login.refuse rickyard-cli on refused-host, asked from an unknown address"));
  }

  @Test
  void machineSaysItsNameAndNothingMore() {
    // given
    String name = asked(Map.of("host", "evil\u202e host\n<b>approve me</b>" + "x".repeat(100)));

    // when
    var shown = client.get("/internal/login/requests/" + name, person());

    // then
    assertThat(shown.text("host")).hasSize(63).startsWith("evil-host-b-approve-me-b-x");
  }

  private static List<String> audited() throws SQLException {
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select action || ' ' || detail from auth.audit where action like 'login.%'")) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static String user() {
    String email = "login" + users++ + "@example.com";
    installation.newUser(email);
    return email;
  }

  /** The internal token of somebody's session. */
  private static String person() {
    return client.internal(access(user()));
  }

  private static String access(String email) {
    return client.signIn(email, "password of " + email).text("access_token");
  }

  private static Map<String, String> request(Map<String, String> other) {
    Map<String, String> request =
        new HashMap<>(
            Map.of(
                "response_type", "code",
                "client_id", CLIENT,
                "redirect_uri", CALLBACK,
                "code_challenge", challenge(),
                "code_challenge_method", "S256",
                "state", "of-mine",
                "host", "laptop"));
    request.putAll(other);
    return request;
  }

  /** The name of a request that the browser brought. */
  private static String asked(Map<String, String> other) {
    String location = client.post("/internal/login/browser", request(other), null).text("location");
    assertThat(location).startsWith("/#/authorize/rkl_");
    return location.substring("/#/authorize/".length());
  }

  private static String approved(String person, Map<String, String> other) {
    return code(client.post(decision(asked(other), "approve"), "", person).text("location"));
  }

  private static AuthClient.Answer device() {
    return client.post(
        "/internal/login/device", Map.of("client_id", CLIENT, "host", "server"), null);
  }

  private static AuthClient.Answer poll(AuthClient.Answer device) {
    return token(
        Map.of(
            "grant_type",
            DEVICE_GRANT,
            "client_id",
            CLIENT,
            "device_code",
            device.text("device_code")));
  }

  private static AuthClient.Answer redeem(String code, Map<String, String> other) {
    Map<String, String> request =
        new HashMap<>(
            Map.of(
                "grant_type", "authorization_code",
                "client_id", CLIENT,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER,
                "code", code));
    request.putAll(other);
    return token(request);
  }

  private static AuthClient.Answer token(Map<String, String> request) {
    return client.post("/internal/login/token", request, null);
  }

  private static String decision(String name, String what) {
    return "/internal/login/requests/" + name + "/" + what;
  }

  private static String code(String location) {
    return String.valueOf(parameters(location).get("code"));
  }

  private static Map<String, String> parameters(String location) {
    return Arrays.stream(URI.create(location).getRawQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static List<String> tokens(String person) {
    return client
        .get("/internal/access-tokens", person)
        .body()
        .valueStream()
        .map(token -> token.path("name").asText())
        .toList();
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
