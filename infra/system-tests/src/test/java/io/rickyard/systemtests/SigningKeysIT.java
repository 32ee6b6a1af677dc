package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys that sign access tokens change and fall while people work. */
class SigningKeysIT {

  /** Each is answered by another service, so each of them verifies what auth-service signs. */
  private static final List<String> EVERYWHERE =
      List.of(
          "/v1/profile",
          "/v1/organizations",
          "/v1/tasks",
          "/v1/locks?organization=OURS",
          "/v1/access-tokens");

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start("--no-demo");
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    installation.close();
    workspace.close();
  }

  @Test
  void nobodyNoticesARotationAndARevokedKeyIsVoidAtOnce() throws Exception {
    // given
    String link = installation.announced().path("sign_in_link").asText();
    JsonNode session =
        auth(
            "/verify",
            Map.of("type", "magiclink", "token_hash", link.substring(link.indexOf('=') + 1)));
    String token = session.path("access_token").asText();
    nextKeyIsKnownByNow();
    var stop = new AtomicBoolean();
    var answered = new AtomicInteger();
    Queue<String> refused = new ConcurrentLinkedQueue<>();
    var callers = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      callers.add(Thread.startVirtualThread(() -> ask(token, stop, answered, refused)));
    }
    Eventually.asserted(() -> assertThat(answered.get()).isPositive());

    // when
    assertThat(installation.cli("signing-keys", "rotate").status()).isZero();

    // then
    String second = refresh(session).path("access_token").asText();
    int before = answered.get();
    Eventually.asserted(() -> assertThat(answered.get()).isGreaterThan(before + 100));
    stop.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(refused).isEmpty();
    assertThat(kid(second)).isNotEqualTo(kid(token));
    assertThat(get("/v1/profile", second).statusCode()).isEqualTo(200);
    assertThat(installation.cli("signing-keys", "rotate").error())
        .contains("Tokens of the last rotation are still valid");

    // when
    assertThat(installation.cli("signing-keys", "revoke", kid(token)).status()).isZero();

    // then
    Eventually.asserted(() ->
        assertThat(get("/v1/profile", token).statusCode()).as("signed with it").isEqualTo(401));
    assertThat(get("/v1/profile", second).statusCode()).isEqualTo(200);
  }

  /** As if the installation had been started a day ago. */
  private static void nextKeyIsKnownByNow() throws Exception {
    try (var database = installation.database();
        var update = database.createStatement()) {
      update.execute("update auth.signing_key set since = since - interval '1 day'");
    }
  }

  private static void ask(
      String token, AtomicBoolean stop, AtomicInteger answered, Queue<String> refused) {
    for (int i = 0; !stop.get(); i++) {
      String path =
          EVERYWHERE.get(i % EVERYWHERE.size()).replace("OURS", installation.organization());
      var answer = get(path, token);
      if (answer.statusCode() != 200) {
        refused.add(path + " " + answer.statusCode() + " " + answer.body());
      }
      answered.incrementAndGet();
    }
  }

  private static JsonNode refresh(JsonNode session) throws Exception {
    return auth(
        "/token?grant_type=refresh_token",
        Map.of("refresh_token", session.path("refresh_token").asText()));
  }

  private static JsonNode auth(String path, Map<String, String> body) throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(installation.url() + "/auth/v1" + path))
                .header("Content-Type", "application/json")
                .header("apikey", installation.announced().path("publishable_key").asText())
                .POST(BodyPublishers.ofString(RickyardClient.JSON.writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return RickyardClient.JSON.readTree(answer.body());
  }

  private static HttpResponse<String> get(String path, String token) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(installation.url() + path))
              .header("Authorization", "Bearer " + token)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  private static String kid(String token) throws Exception {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return RickyardClient.JSON.readTree(header).path("kid").asText();
  }
}
