package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.auth.factor.Totp;
import io.rickyard.contracts.json.ContractJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Second factors, and sessions that are listed and ended one by one. */
class FactorIT {

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

  @BeforeEach
  void later() {
    TestClock.CLOCK.advance(Duration.ofHours(4));
  }

  /** Somebody with a session and, in the end, a second factor. */
  private record Person(String email, String access, String factor, String secret) {}

  @Test
  void codeOfTheAppRaisesTheSession() throws IOException {
    // given
    String email = user();
    String access = signIn(email).text("access_token");
    var enrolled = enrol(access, "phone");
    String secret = secret(enrolled);

    // when
    var raised = verify(access, enrolled.text("id"), code(secret));

    // then
    assertThat(enrolled.text("type")).isEqualTo("totp");
    assertThat(enrolled.body().path("totp").path("qr_code").asText())
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    assertThat(enrolled.body().path("totp").path("uri").asText()).startsWith("otpauth://totp/");
    assertThat(raised.status()).isEqualTo(200);
    JsonNode claims = claims(raised.text("access_token"));
    assertThat(claims.path("aal").asText()).isEqualTo("aal2");
    assertThat(claims.path("amr").findValuesAsText("method")).containsExactly("totp", "password");
    assertThat(claims.path("session_id")).isEqualTo(claims(access).path("session_id"));
    var refreshed = client.refresh(raised.text("refresh_token"));
    assertThat(claims(refreshed.text("access_token")).path("aal").asText()).isEqualTo("aal2");
    var factor = client.get("/user", access).body().path("factors").get(0);
    assertThat(factor.path("status").asText()).isEqualTo("verified");
    assertThat(factor.toString()).doesNotContain(secret);
  }

  @Test
  void passwordAloneOpensNothingOnceThereIsASecondFactor() {
    // given
    var person = withFactor();
    String access = signIn(person.email()).text("access_token");

    // when
    var exchanged = client.exchange(access);
    var password = client.put("/user", Map.of("password", "a sheep in the barn"), access);
    var address = client.put("/user", Map.of("email", "x@example.com"), access);
    var another = enrolRaw(access, "another");
    var removed = client.delete("/factors/" + person.factor(), access);

    // then
    assertThat(exchanged.status()).isEqualTo(403);
    assertThat(exchanged.text("code")).isEqualTo("second_factor_needed");
    assertThat(List.of(password, address, another, removed))
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.text("error_code")).isEqualTo("insufficient_aal");
        });
    var raised = verify(access, person.factor(), code(person));
    assertThat(client.exchange(raised.text("access_token")).status()).isEqualTo(200);
    assertThat(
            client
                .put(
                    "/user", Map.of("password", "a sheep in the barn"), raised.text("access_token"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void recoveryByMailDoesNotReplaceTheSecondFactor() {
    // given
    var person = withFactor();
    client.post("/recover", Map.of("email", person.email()), null);
    var body =
        Map.of(
            "type",
            "recovery",
            "email",
            person.email(),
            "token",
            installation.code(person.email()));

    // when
    var session = client.post("/verify", body, null);
    var refused =
        client.put(
            "/user", Map.of("password", "a sheep in the barn"), session.text("access_token"));

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(refused.text("error_code")).isEqualTo("insufficient_aal");
  }

  @Test
  void firstCodeEndsTheSessionsWithOneFactor() {
    // given
    String email = user();
    String elsewhere = signIn(email).text("access_token");
    String here = signIn(email).text("access_token");
    var enrolled = enrol(here, "phone");

    // when
    verify(here, enrolled.text("id"), code(secret(enrolled)));

    // then
    assertThat(client.get("/user", elsewhere).text("error_code")).isEqualTo("session_not_found");
    assertThat(client.get("/user", here).status()).isEqualTo(200);
  }

  @Test
  void codeIsGoodOnceAndNotGuessed() {
    // given
    var person = withFactor();
    String access = signIn(person.email()).text("access_token");
    String code = code(person);
    verify(access, person.factor(), code);
    String second = signIn(person.email()).text("access_token");

    // when
    List<Integer> guesses =
        IntStream.range(0, 8)
            .mapToObj(_ -> verify(second, person.factor(), code).status())
            .toList();

    // then
    assertThat(guesses).containsExactly(422, 422, 422, 422, 422, 429, 429, 429);
  }

  @Test
  void challengeBelongsToItsSessionAndItsTime() {
    // given
    var person = withFactor();
    String access = signIn(person.email()).text("access_token");
    String other = signIn(person.email()).text("access_token");
    String challenge = challenge(other, person.factor());

    // when
    var foreign = verify(access, person.factor(), challenge, code(person));
    TestClock.CLOCK.advance(Duration.ofMinutes(6));
    var late = verify(other, person.factor(), challenge, code(person));
    var none = verify(other, person.factor(), UUID.randomUUID().toString(), code(person));

    // then
    assertThat(List.of(foreign, late, none))
        .extracting(answer -> answer.text("error_code"))
        .containsOnly("mfa_challenge_expired");
  }

  @Test
  void factorOfAnotherIsUnknown() {
    // given
    var person = withFactor();
    String stranger = signIn(user()).text("access_token");

    // then
    assertThat(client.post("/factors/" + person.factor() + "/challenge", "", stranger))
        .extracting(answer -> answer.text("error_code"))
        .isEqualTo("mfa_factor_not_found");
    assertThat(client.delete("/factors/" + person.factor(), stranger).status()).isEqualTo(404);
  }

  @Test
  void whatIsWrongWithAFactorIsSaid() {
    // given
    var person = withFactor();
    String access = raised(person);

    // then
    assertThat(enrolRaw(access, "phone").text("error_code")).isEqualTo("mfa_factor_name_conflict");
    assertThat(enrolRaw(access, "x".repeat(101)).text("error_code")).isEqualTo("validation_failed");
    assertThat(client.post("/factors", Map.of("factor_type", "phone"), access).text("error_code"))
        .isEqualTo("validation_failed");
    assertThat(client.post("/factors/none/challenge", "", access).text("error_code"))
        .isEqualTo("validation_failed");
    assertThat(client.delete("/factors/" + person.factor(), access).text("id"))
        .isEqualTo(person.factor());
  }

  @Test
  void databaseAloneComputesNoCode() throws SQLException {
    // given
    var person = withFactor();

    // when
    try (var connection = installation.database().dataSource("auth").getConnection();
        var select = connection.prepareStatement("select secret from factor where id = ?")) {
      select.setObject(1, UUID.fromString(person.factor()));
      try (var rows = select.executeQuery()) {
        rows.next();

        // then
        assertThat(HexFormat.of().formatHex(rows.getBytes(1)))
            .doesNotContain(HexFormat.of().formatHex(bytes(person.secret())));
      }
    }
  }

  @Test
  void administratorHelpsWhoLostTheApp() {
    // given
    var person = withFactor();
    String id = client.get("/user", person.access()).text("id");
    String path = "/admin/users/" + id + "/factors";
    var listed = client.get(path, TestInstallation.SECRET_KEY);

    // when
    var removed = client.delete(path + "/" + person.factor(), TestInstallation.SECRET_KEY);

    // then
    assertThat(listed.body().get(0).path("id").asText()).isEqualTo(person.factor());
    assertThat(removed.text("id")).isEqualTo(person.factor());
    String access = signIn(person.email()).text("access_token");
    assertThat(client.exchange(access).status()).isEqualTo(200);
    assertThat(client.get(path, access).text("error_code")).isEqualTo("not_admin");
  }

  @Test
  void sessionsAreListedWithDeviceAndPlaceAndEndedOneByOne() {
    // given
    String email = user();
    String here = from(email, "Firefox on Linux", "203.0.113.7").text("access_token");
    String elsewhere = from(email, "curl/8.0", "203.0.113.8").text("access_token");
    TestClock.CLOCK.advance(Duration.ofMinutes(2));
    String me = client.internal(here);
    var listed = client.get("/internal/sessions", me).body().path("data");

    // when
    var ended = client.delete("/internal/sessions/" + listed.get(0).path("id").asText(), me);

    // then
    assertThat(listed.findValuesAsText("device")).containsExactly("curl/8.0", "Firefox on Linux");
    assertThat(listed.findValuesAsText("address")).containsExactly("203.0.113.8", "203.0.113.7");
    assertThat(listed.get(0).path("current").asBoolean()).isFalse();
    assertThat(listed.get(1).path("current").asBoolean()).isTrue();
    assertThat(listed.get(1).path("last_used_at").asText())
        .isGreaterThan(listed.get(0).path("last_used_at").asText());
    assertThat(ended.status()).isEqualTo(204);
    assertThat(client.get("/user", elsewhere).text("error_code")).isEqualTo("session_not_found");
    assertThat(client.exchange(elsewhere).status()).isEqualTo(401);
    assertThat(client.exchange(here).status()).isEqualTo(200);
  }

  @Test
  void sessionOfAnotherIsUnknown() {
    // given
    String mine = client.internal(signIn(user()).text("access_token"));
    String me = client.internal(signIn(user()).text("access_token"));
    String id =
        client.get("/internal/sessions", mine).body().path("data").get(0).path("id").asText();

    // when
    var refused = client.delete("/internal/sessions/" + id, me);

    // then
    assertThat(refused.status()).isEqualTo(404);
    assertThat(client.get("/internal/sessions", mine).status()).isEqualTo(200);
  }

  private static String user() {
    String email = "factor-" + ++users + "@example.com";
    installation.newUser(email);
    return email;
  }

  private static AuthClient.Answer signIn(String email) {
    return client.signIn(email, "password of " + email);
  }

  private static AuthClient.Answer from(String email, String device, String address) {
    return client.send(
        client
            .with(
                "POST",
                "/token?grant_type=password",
                Map.of("email", email, "password", "password of " + email),
                null)
            .header("User-Agent", device)
            .header("X-Forwarded-For", address));
  }

  private static Person withFactor() {
    String email = user();
    var enrolled = enrol(signIn(email).text("access_token"), "phone");
    var access = signIn(email).text("access_token");
    String secret = secret(enrolled);
    var person = new Person(email, access, enrolled.text("id"), secret);
    var raised = verify(access, person.factor(), code(person));
    TestClock.CLOCK.advance(Duration.ofMinutes(2));
    return new Person(email, raised.text("access_token"), person.factor(), secret);
  }

  private static String raised(Person person) {
    String access = signIn(person.email()).text("access_token");
    return verify(access, person.factor(), code(person)).text("access_token");
  }

  private static String code(Person person) {
    return code(person.secret());
  }

  private static AuthClient.Answer enrol(String access, String name) {
    var answer = enrolRaw(access, name);
    assertThat(answer.status()).as(String.valueOf(answer.body())).isEqualTo(200);
    return answer;
  }

  private static AuthClient.Answer enrolRaw(String access, String name) {
    return client.post("/factors", Map.of("factor_type", "totp", "friendly_name", name), access);
  }

  private static String challenge(String access, String factor) {
    return client.post("/factors/" + factor + "/challenge", "", access).text("id");
  }

  private static AuthClient.Answer verify(String access, String factor, String code) {
    return verify(access, factor, challenge(access, factor), code);
  }

  private static AuthClient.Answer verify(
      String access, String factor, String challenge, String code) {
    return client.post(
        "/factors/" + factor + "/verify", Map.of("challenge_id", challenge, "code", code), access);
  }

  private static String secret(AuthClient.Answer enrolled) {
    return enrolled.body().path("totp").path("secret").asText();
  }

  /** What an app shows now. */
  static String code(String letters) {
    return Totp.code(bytes(letters), TestClock.CLOCK.instant());
  }

  private static byte[] bytes(String letters) {
    var bytes = new ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letters.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(buffer >> bits);
      }
    }
    return bytes.toByteArray();
  }

  private static JsonNode claims(String token) throws IOException {
    return ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }
}
