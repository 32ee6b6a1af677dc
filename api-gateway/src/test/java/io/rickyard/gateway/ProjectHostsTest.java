package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names lead to a project. */
class ProjectHostsTest {

  private static ProjectEdge edge;

  @BeforeAll
  static void start() {
    edge = new ProjectEdge();
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: REF.projects.example.test.evil.example.org",
        "Host: REF.evil.example.org",
        "Host: x.REF.projects.example.test",
        "Host: XREF.projects.example.test",
        "Host: REF",
        "Host: short.projects.example.test",
        "Host: REF.projects.example.test\r\nHost: localhost",
        "Host: REF.projects.example.test\r\nHost: REF.projects.example.test",
        "Host: REF.projects.example.test:8000:1",
        "Host: projects.example.test"
      })
  void aNameThatIsNotExactlyAProjectsIsRefused(String host) throws Exception {
    // given
    var reached = new CompletableFuture<String>();
    var server =
        edge.server(exchange -> {
          reached.complete("reached");
          ProjectEdge.answer(exchange, 200, "of the project");
        });
    var ref = edge.projectAt(server.getAddress().getPort());

    try (var caller = edge.caller()) {
      // when
      var answer =
          caller
              .say(
                  "GET / HTTP/1.1\r\n" + host.replace("REF", ref) + "\r\nConnection: close\r\n\r\n")
              .hearAll();

      // then
      assertThat(answer).matches("(?s)HTTP/1.1 4(21|00) .*").doesNotContain("of the project");
      assertThat(reached).isNotDone();
    }
    server.stop(0);
  }

  @Test
  void aReferenceInCapitalsIsNobodys() throws IOException {
    try (var caller = edge.caller()) {
      assertThat(
              caller
                  .say(
                      "GET / HTTP/1.1\r\nHost: %s.%s\r\nConnection: close\r\n\r\n"
                          .formatted(edge.project().toUpperCase(Locale.ROOT), ProjectEdge.DOMAIN))
                  .hearAll())
          .startsWith("HTTP/1.1 421");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET http://localhost/v1/health", "CONNECT example.org:443", "OPTIONS x"})
  void aTargetThatIsNoPathIsRefused(String line) throws IOException {
    // given
    var server = edge.server(exchange -> ProjectEdge.answer(exchange, 200, "reached"));

    // then
    assertThat(edge.ask(edge.projectAt(server.getAddress().getPort()), line))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("reached");
    server.stop(0);
  }
}
