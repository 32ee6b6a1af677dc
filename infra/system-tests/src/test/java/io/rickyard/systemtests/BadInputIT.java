package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.api.RickyardClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an installation answers to input that is wrong, forged or sent twice. */
class BadInputIT {

  private static final String NO_PROJECT = "/v1/projects/abcdefghijklmnopqrst";

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

  static Stream<Arguments> badRequests() {
    return Stream.of(
        Arguments.of("GET", NO_PROJECT, null, 404, "not_found"),
        Arguments.of("POST", NO_PROJECT + "/pause", "", 404, "not_found"),
        Arguments.of("GET", "/v1/projects/NOT-A-REF", null, 404, "not_found"),
        Arguments.of("GET", "/v1/tasks/not-a-task", null, 404, "not_found"),
        Arguments.of("GET", "/v1/nowhere", null, 404, "not_found"),
        Arguments.of("POST", "/v1/tasks", "{\"type\":", 400, "invalid_request"),
        Arguments.of(
            "POST",
            "/v1/tasks",
            "{\"type\":\"platform.unheard_of\",\"organization\":\"ORG\"}",
            400,
            "invalid_request"),
        Arguments.of(
            "POST",
            "/v1/tasks",
            "{\"type\":\"platform.probe\",\"organization\":\"ORG\",\"colour\":\"red\"}",
            400,
            "unknown_field"),
        Arguments.of(
            "POST",
            "/v1/tasks",
            "{\"type\":\"platform.probe\",\"organization\":\"ORG\",\"input\":{\"steps\":0}}",
            400,
            "invalid_request"),
        Arguments.of(
            "POST",
            "/v1/tasks",
            "{\"type\":\"platform.probe\",\"organization\":\"aaaaaaaaaaaaaaaaaaaa\"}",
            404,
            "not_found"),
        Arguments.of(
            "POST",
            "/v1/tasks",
            "{\"type\":\"platform.probe\",\"organization\":\"ORG\",\"labels\":{\"a\":\"\\u0000\"}}",
            400,
            "invalid_request"),
        Arguments.of(
            "POST",
            "/v1/projects",
            "{\"name\":\"\",\"organization_slug\":\"ORG\"}",
            400,
            "invalid_request"),
        Arguments.of(
            "POST",
            "/v1/projects",
            "{\"name\":\"x\",\"organization_slug\":\"ORG\",\"profile\":\"full\"}",
            422,
            "profile_not_available"),
        Arguments.of(
            "POST",
            "/v1/tasks",
            "{\"type\":\"" + "x".repeat(1_200_000) + "\"}",
            413,
            "payload_too_large"));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void badRequestGetsAClearError(
      String method, String path, @Nullable String body, int status, String code) throws Exception {
    // when
    var answer = send(method, path, body, installation.token(), null);

    // then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(RickyardClient.JSON.readTree(answer.body()).path("code").asText()).isEqualTo(code);
  }

  static Stream<Arguments> badTokens() {
    var header = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    var claims = base64("{\"sub\":\"x\",\"aud\":\"authenticated\",\"exp\":4102444800}");
    return Stream.of(
        Arguments.of("sbp_" + "0".repeat(40)),
        Arguments.of("not-a-token"),
        Arguments.of(header + "." + claims + "."),
        Arguments.of(base64("{\"alg\":\"HS256\"}") + "." + claims + ".AAAA"));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void tokenOfNobodyIsRefused(String token) throws Exception {
    assertThat(send("GET", "/v1/tasks", null, token, null).statusCode()).isEqualTo(401);
  }

  @Test
  void sameRequestUnderOneKeyStartsOneTask() throws Exception {
    // given
    String body = "{\"type\":\"platform.probe\",\"organization\":\"ORG\"}";

    // when
    var first = send("POST", "/v1/tasks", body, installation.token(), "key-1");
    var again = send("POST", "/v1/tasks", body, installation.token(), "key-1");
    var other =
        send(
            "POST",
            "/v1/tasks",
            "{\"type\":\"platform.probe\",\"organization\":\"ORG\",\"input\":{\"steps\":2}}",
            installation.token(),
            "key-1");

    // then
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(again.headers().firstValue("rickyard-task"))
        .isEqualTo(first.headers().firstValue("rickyard-task"));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.body()).contains("idempotency_key_reused");
  }

  @Test
  void foreignHostNameIsRefused() throws Exception {
    try (var socket =
        new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), installation.port())) {
      // when
      socket
          .getOutputStream()
          .write(
              "GET /v1/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      // then
      assertThat(answer).startsWith("HTTP/1.1 421").contains("unknown_host");
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> send(
      String method, String path, @Nullable String body, String token, @Nullable String key)
      throws Exception {
    var request =
        HttpRequest.newBuilder(installation.url().resolve(path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                        body.replace("ORG", installation.organization())));
    if (key != null) {
      request.header("idempotency-key", key);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
