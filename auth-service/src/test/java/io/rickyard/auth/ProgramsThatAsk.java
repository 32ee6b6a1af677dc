package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Programs that ask for a token, and people who decide about it. */
abstract class ProgramsThatAsk {

  static final String CALLBACK = "http://127.0.0.1:40123/callback";
  static final String VERIFIER = "a-verifier-that-nobody-else-can-know-0123456789";
  static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  static final String CLIENT = "rickyard-cli";

  static TestInstallation installation;
  static AuthClient client;
  static int users;

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

  static String user() {
    String email = "login" + users++ + "@example.com";
    installation.newUser(email);
    return email;
  }

  /** The internal token of somebody's session. */
  static String person() {
    return client.internal(access(user()));
  }

  static String access(String email) {
    return client.signIn(email, "password of " + email).text("access_token");
  }

  static Map<String, String> request(Map<String, String> other) {
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
  static String asked(Map<String, String> other) {
    String location = client.post("/internal/login/browser", request(other), null).text("location");
    assertThat(location).startsWith("/#/authorize/rkl_");
    return location.substring("/#/authorize/".length());
  }

  static String approved(String person, Map<String, String> other) {
    return code(client.post(decision(asked(other), "approve"), "", person).text("location"));
  }

  static AuthClient.Answer device() {
    return client.post(
        "/internal/login/device", Map.of("client_id", CLIENT, "host", "server"), null);
  }

  static AuthClient.Answer poll(AuthClient.Answer device) {
    return token(
        Map.of(
            "grant_type",
            DEVICE_GRANT,
            "client_id",
            CLIENT,
            "device_code",
            device.text("device_code")));
  }

  static AuthClient.Answer redeem(String code, Map<String, String> other) {
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

  static AuthClient.Answer token(Map<String, String> request) {
    return client.post("/internal/login/token", request, null);
  }

  static String decision(String name, String what) {
    return "/internal/login/requests/" + name + "/" + what;
  }

  static String code(String location) {
    return String.valueOf(parameters(location).get("code"));
  }

  static Map<String, String> parameters(String location) {
    return Arrays.stream(URI.create(location).getRawQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  static List<String> tokens(String person) {
    return client
        .get("/internal/access-tokens", person)
        .body()
        .valueStream()
        .map(token -> token.path("name").asText())
        .toList();
  }

  static String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
