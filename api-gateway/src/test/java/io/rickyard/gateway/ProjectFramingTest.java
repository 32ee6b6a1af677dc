package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.StackGatewayDouble;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where messages begin and end: nothing half is made whole, nothing is smuggled. */
class ProjectFramingTest {

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
  void anAnswerThatBreaksOffIsNotMadeWhole() throws Exception {
    try (var gateway =
            new StackGatewayDouble(socket -> {
              ProjectEdge.readHead(socket.getInputStream());
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(US_ASCII));
            });
        var caller = edge.caller()) {
      // when
      caller.say("GET / HTTP/1.1\r\n" + ProjectEdge.host(edge.projectAt(gateway.port())) + "\r\n");

      // then
      assertThat(caller.hearAll()).containsIgnoringCase("content-length: 100").endsWith("half");
    }
  }

  @Test
  void anAnswerThatEndsWithItsConnectionEndsOnOursWithoutThat() throws Exception {
    try (var gateway =
            new StackGatewayDouble(socket -> {
              ProjectEdge.readHead(socket.getInputStream());
              socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nwhole".getBytes(US_ASCII));
            });
        var caller = edge.caller()) {
      // when
      caller.say("GET / HTTP/1.1\r\n" + ProjectEdge.host(edge.projectAt(gateway.port())) + "\r\n");

      // then
      assertThat(caller.hearUntil("0\r\n\r\n")).contains("5\r\nwhole\r\n");
    }
  }

  @Test
  void anOldClientGetsABodyWithoutChunks() throws IOException {
    // given
    var server =
        edge.server(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("whole".getBytes(UTF_8));
          exchange.close();
        });

    try (var caller = edge.caller()) {
      // when
      var answer =
          caller
              .say(
                  "GET / HTTP/1.0\r\n"
                      + ProjectEdge.host(edge.projectAt(server.getAddress().getPort()))
                      + "\r\n")
              .hearAll();

      // then
      assertThat(answer).doesNotContainIgnoringCase("transfer-encoding").endsWith("\r\n\r\nwhole");
    }
    server.stop(0);
  }

  @Test
  void aBodyThatBreaksOffIsNotMadeWhole() throws Exception {
    // given
    var arrived = new CountDownLatch(1);
    var received = new CompletableFuture<String>();
    try (var gateway =
            new StackGatewayDouble(socket -> {
              ProjectEdge.readHead(socket.getInputStream());
              arrived.countDown();
              received.complete(new String(socket.getInputStream().readAllBytes(), US_ASCII));
            });
        var caller = edge.caller()) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(gateway.port()))
              + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
      ProjectEdge.await(arrived);
      caller.say("no-number\r\n").hearAll();

      // then
      assertThat(received.get(20, TimeUnit.SECONDS)).doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  void anAnswerInAnotherProtocolIsRefused() throws IOException {
    try (var gateway =
        new StackGatewayDouble(socket -> {
          ProjectEdge.readHead(socket.getInputStream());
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
                      .getBytes(US_ASCII));
          socket.getInputStream().readAllBytes();
        })) {
      assertThat(edge.ask(edge.projectAt(gateway.port()), "GET /"))
          .startsWith("HTTP/1.1 502")
          .contains("project_unreachable");
    }
  }

  @Test
  void oneConnectionCarriesRequestsForProjectsAndForTheInstallation() throws Exception {
    // given
    var server =
        edge.server(exchange -> ProjectEdge.answer(exchange, 200, exchange.getRequestURI() + ";"));
    var ref = edge.projectAt(server.getAddress().getPort());
    var other = edge.project("INACTIVE", null);
    var health = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    try (var caller = edge.caller()) {
      // when
      caller.say(
          ("GET /one HTTP/1.1\r\n" + ProjectEdge.host(ref) + "\r\n")
              + health
              + ("GET /two HTTP/1.1\r\n" + ProjectEdge.host(ref) + "\r\n")
              + ("GET /three HTTP/1.1\r\n" + ProjectEdge.host(other) + "\r\n")
              + health
              + ("HEAD /four HTTP/1.1\r\n" + ProjectEdge.host(ref) + "\r\n")
              + ("GET /five HTTP/1.1\r\n" + ProjectEdge.host(ref) + "Connection: close\r\n\r\n"));
      var answers = caller.hearAll();

      // then
      assertThat(answers)
          .containsSubsequence(
              "/one;",
              "\"status\"",
              "/two;",
              "project_paused",
              "\"status\"",
              "HTTP/1.1 200",
              "/five;")
          .doesNotContain("/four;");
      assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSize(8);
    }
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nContent-Length: 5",
        "Content-Length: 4, 5",
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Content-Length: +4",
        "Content-Length : 4",
        "Transfer-Encoding : chunked",
        "X-A: b\u0000c"
      })
  void aHeadThatCanBeReadInTwoWaysIsRefused(String header) throws Exception {
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
              .say("POST / HTTP/1.1\r\n" + ProjectEdge.host(ref) + header + "\r\n\r\nbody")
              .hearAll();

      // then
      assertThat(answer).startsWith("HTTP/1.1 400");
      assertThat(reached).isNotDone();
    }
    server.stop(0);
  }

  @Test
  void anUpgradeThatTheProjectDeclinesLeavesTheConnectionToHttp() throws Exception {
    // given
    var server =
        edge.server(exchange -> ProjectEdge.answer(exchange, 200, exchange.getRequestURI() + ";"));
    var ref = edge.projectAt(server.getAddress().getPort());

    try (var caller = edge.caller()) {
      // when
      caller.say(
          "GET /declined HTTP/1.1\r\n"
              + ProjectEdge.host(ref)
              + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
              + "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      // then
      assertThat(caller.hearAll()).containsSubsequence("/declined;", "\"status\"");
    }
    server.stop(0);
  }
}
