package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a project is told of a request, and what its client of the answer. */
class ProjectRequestsTest {

  private static ProjectEdge edge;

  @BeforeAll
  static void start() {
    edge = new ProjectEdge();
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @Test
  void aRequestAndItsAnswerArePassedOnAsTheyAre() throws IOException {
    // given
    var server =
        edge.server(exchange -> {
          exchange.getResponseHeaders().add("X-Of-Project", "yes");
          exchange.getResponseHeaders().add("Set-Cookie", "own=1; Path=/; HttpOnly");
          exchange.getResponseHeaders().add("Set-Cookie", "wide=1; domain=" + ProjectEdge.DOMAIN);
          ProjectEdge.answer(exchange, 201, ProjectEdge.seen(exchange));
        });

    // when
    var answer =
        edge.ask(
            edge.projectAt(server.getAddress().getPort()),
            "PUT /rest/v1/a%20b?select=x%2Cy&z",
            "apikey: key-of-the-project",
            "Content-Type: text/plain",
            "Content-Length: 5\r\n\r\nhello");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 201 Created\r\n")
        .containsIgnoringCase("\r\nx-of-project: yes\r\n")
        .containsIgnoringCase("\r\nset-cookie: own=1; Path=/; HttpOnly\r\n")
        .doesNotContain("wide=1")
        .contains("PUT /rest/v1/a%20b?select=x%2Cy&z\n", "apikey=[key-of-the-project]\n")
        .endsWith("hello");
    server.stop(0);
  }

  @Test
  void whatClientsSayOfTheirWayIsReplacedByWhatIsTrue() throws IOException {
    // given
    var server =
        edge.server(exchange -> ProjectEdge.answer(exchange, 200, ProjectEdge.seen(exchange)));
    var ref = edge.projectAt(server.getAddress().getPort());

    // when
    var answer =
        edge.ask(
            ref,
            "GET /",
            "X-Forwarded-For: 6.6.6.6",
            "X-Forwarded-Host: evil.example.org",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Prefix: /evil",
            "X-Real-IP: 6.6.6.6",
            "X-Envoy-Original-Path: /evil",
            "Forwarded: for=6.6.6.6",
            "X-Hop: 1",
            "Keep-Alive: timeout=5",
            "Upgrade: h2c");

    // then
    assertThat(answer)
        .contains("x-forwarded-for=[127.0.0.1]\n", "x-forwarded-proto=[http]\n")
        .contains("x-forwarded-host=[%s.%s:8000]\n".formatted(ref, ProjectEdge.DOMAIN))
        .contains(
            "host=[%s.%s:8000]\n".formatted(ref, ProjectEdge.DOMAIN), "x-forwarded-port=[8000]\n")
        .contains("x-hop=[1]")
        .doesNotContain("6.6.6.6", "evil", "keep-alive=", "h2c");
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cookie: rickyard-session=rks_1; mine=2; __Host-rickyard-session=x | cookie=[mine=2]
          Cookie: rickyard-session=rks_1 |
          Authorization: Bearer sbp_0123456789abcdef0123456789abcdef01234567 |
          Authorization: Bearer rks_0123456789abcdef0123456789abcdef01234567 |
          Authorization: bearer  sb_secret_test |
          apikey: sb_secret_test |
          Rickyard-Csrf: 1 |
          Authorization: Bearer a.b.c | authorization=[Bearer a.b.c]
          Authorization: Basic eDp5 | authorization=[Basic eDp5]
          """)
  void whatIsOursIsTakenOutAndWhatIsTheirsStays(String header, @Nullable String left)
      throws IOException {
    // given
    var server =
        edge.server(exchange -> ProjectEdge.answer(exchange, 200, ProjectEdge.seen(exchange)));

    // when
    var answer = edge.ask(edge.projectAt(server.getAddress().getPort()), "GET /", header);

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .doesNotContain("rickyard-", "sbp_", "rks_", "sb_secret_test");
    if (left == null) {
      assertThat(answer).doesNotContain("cookie=", "authorization=", "apikey=");
    } else {
      assertThat(answer).contains("\n" + left + "\n");
    }
    server.stop(0);
  }

  @Test
  void aSessionOfThisInstallationIsTakenOutAndOneOfAProjectStays() throws IOException {
    // given
    var server =
        edge.server(exchange -> ProjectEdge.answer(exchange, 200, ProjectEdge.seen(exchange)));
    var ref = edge.projectAt(server.getAddress().getPort());

    // then
    assertThat(
            edge.ask(ref, "GET /", "Authorization: Bearer " + token(ProjectEdge.URL + "/auth/v1")))
        .doesNotContain("authorization=");
    assertThat(edge.ask(ref, "GET /", "Authorization: Bearer " + token("http://x/auth/v1")))
        .contains("authorization=");
    server.stop(0);
  }

  private static String token(String issuer) {
    var claims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("{\"iss\":\"" + issuer + "\"}").getBytes(UTF_8));
    return "e30." + claims + ".c2ln";
  }

  @Test
  void theWorkerIsAskedByThisServiceAndNotByTheClient() throws IOException {
    // given
    var ref = edge.project("INACTIVE", null);

    // when
    edge.ask(ref, "GET /", "Authorization: Bearer of-the-client");

    // then
    assertThat(edge.installation().worker.asked("GET /stacks/" + ref + "/entrance"))
        .singleElement()
        .satisfies(asked ->
            assertThat(asked.headers().get("authorization"))
                .startsWith("Bearer ")
                .doesNotContain("of-the-client"));
  }
}
