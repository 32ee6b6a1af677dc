package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest {

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation =
        new Installation(
            Map.of(
                "test.kafka", "recording",
                "rickyard.kafka.bootstrap-servers", "127.0.0.1:1",
                "rickyard.gateway.origins", "https://ops.example.org"));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example.org",
        "Host: localhost.evil.example.org",
        "X-None: 1",
        "Host: localhost\r\nHost: evil.example.org"
      })
  void foreignNameIsNotServed(String host) throws IOException {
    // when
    var answer = raw("GET /v1/health HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n\r\n");

    // then
    assertThat(answer).matches("(?s)HTTP/1.1 4(21|00) .*").doesNotContain("\"services\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"})
  void ownNameIsServedWithAnyPort(String host) throws IOException {
    assertThat(raw("GET /v1/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/health", "/sample.html", "/v1/nowhere", "/v1/projects", "/auth/v1/user"})
  void everyAnswerGuardsTheBrowser(String path) {
    // when
    var answer = new Caller(installation.url()).get(path);

    // then
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /v1/nowhere,            404, not_found",
    "POST,   /v1/nowhere,            404, not_found",
    "PUT,    /v1/tasks,              405, method_not_allowed",
    "POST,   /v1/health,             405, method_not_allowed",
    "PUT,    /v1/projects,           405, method_not_allowed",
    "GET,    /nowhere,               404, not_found",
    "GET,    /../etc/passwd,         404, not_found",
    "GET,    /dashboard/sample.html, 404, not_found",
    "GET,    /v1/projects/a%00b,     400, invalid_request",
    "GET,    /v1/tasks?state=%00,    400, invalid_request"
  })
  void whatIsNotThereIsToldInTheRightForm(String method, String path, int status, String code) {
    // when
    var answer = Caller.with(installation.url(), AuthDouble.ADA).send(method, path, null);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().has("message")).isEqualTo(path.startsWith("/v1/projects"));
  }

  @Test
  void headIsAnsweredLikeGetWithoutABody() {
    // when
    var answer = new Caller(installation.url()).send("HEAD", "/v1/health", null);

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void optionsTellsWhatIsAllowed() {
    // when
    var answer = new Caller(installation.url()).send("OPTIONS", "/v1/tasks", null);

    // then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).contains("GET", "POST").doesNotContain("PATCH");
  }

  @Test
  void pageOfTheDashboardIsSentOnceAndThenOnlyConfirmed() {
    // given
    var first = new Caller(installation.url()).get("/sample.html");

    // when
    var second =
        new Caller(installation.url())
            .header("If-None-Match", String.valueOf(first.header("ETag")))
            .get("/sample.html");

    // then
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).startsWith("text/html");
    assertThat(first.body()).contains("<title>");
    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void startPageIsServedAtTheRoot() {
    // when
    var answer = new Caller(installation.url()).get("/");

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
  }

  @Test
  void namedOriginMayCallOurResources() throws IOException {
    // when
    var answer = raw(preflight("/v1/tasks", "https://ops.example.org"));

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("access-control-allow-origin: https://ops.example.org")
        .doesNotContainIgnoringCase("allow-credentials");
  }

  @Test
  void otherOriginMayNot() throws IOException {
    assertThat(raw(preflight("/v1/tasks", "https://evil.example.org")))
        .doesNotContainIgnoringCase("access-control-allow-origin");
  }

  @Test
  void anyOriginMaySignIn() throws IOException {
    assertThat(raw(preflight("/auth/v1/token", "https://shop.example.org")))
        .startsWith("HTTP/1.1 204")
        .containsIgnoringCase("access-control-allow-origin: *")
        .containsIgnoringCase("x-supabase-api-version");
  }

  private static String preflight(String path, String origin) {
    return "OPTIONS "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: "
        + origin
        + "\r\nAccess-Control-Request-Method: POST\r\n\r\n";
  }

  /** A client that sends whatever it is told. */
  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), installation.url().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
