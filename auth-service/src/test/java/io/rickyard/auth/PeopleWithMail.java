package io.rickyard.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** People who are written to where sign-up is closed, and whose mail tests read. */
abstract class PeopleWithMail {

  static TestInstallation installation;
  static AuthClient client;
  static int users;

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

  static String user() {
    String email = "user-" + ++users + "@example.com";
    installation.newUser(email);
    return email;
  }

  static AuthClient.Answer verify(String type, String email, String code) {
    return client.post("/verify", Map.of("type", type, "email", email, "token", code), null);
  }

  static String token(String link) {
    return link.replaceAll(".*token=([^&]+).*", "$1");
  }

  static String code(@Nullable String location) {
    return String.valueOf(location).replaceAll(".*code=", "");
  }

  static String amr(AuthClient.Answer session) throws IOException {
    JsonNode claims =
        ContractJson.mapper()
            .readTree(
                Base64.getUrlDecoder().decode(session.text("access_token").split("\\.", -1)[1]));
    return claims.path("amr").get(0).path("method").asText();
  }
}
