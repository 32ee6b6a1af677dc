package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.gateway.doubles.StackGatewayDouble;
import io.rickyard.service.InvalidSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who takes too long to say what is wanted is cut off, and nobody else. */
class SlowClientsTest {

  private static final String NAME = "rickyard.example.test";
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);
  private static final TestAuthority AUTHORITY = new TestAuthority();

  @TempDir private static Path certificates;

  private static ProjectEdge edge;
  private static int tlsPort;

  @BeforeAll
  static void start() throws IOException {
    tlsPort = ProjectEdge.freePort();
    TestAuthority.write(
        AUTHORITY.issue(NAME), certificates.resolve("a.crt"), certificates.resolve("a.key"));
    edge =
        new ProjectEdge(
            Map.of(
                "rickyard.gateway.head-timeout",
                "500ms",
                "micronaut.server.idle-timeout",
                "3s",
                "rickyard.gateway.hosts",
                "localhost," + NAME,
                "rickyard.gateway.tls.certificates",
                certificates.toString(),
                "rickyard.gateway.tls.port",
                tlsPort));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  /** Sends a byte whenever nothing has come for a moment, until something comes; then all of it. */
  private static String dripped(RawCaller caller) throws IOException {
    while (!caller.hears(BETWEEN_BYTES)) {
      caller.say("a");
    }
    return caller.hearAll();
  }

  /** When this returns, whoever came before has used up the time for a head. */
  private static void outlastAHead() throws IOException {
    try (var silent = edge.caller()) {
      assertThat(silent.hearAll()).isEmpty();
    }
  }

  @Test
  void aHeadThatComesByteByByteIsCutOff() throws IOException {
    try (var caller = edge.caller()) {
      // when
      caller.say("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      var answer = dripped(caller);

      // then
      assertThat(answer)
          .startsWith("HTTP/1.1 408 Request Timeout\r\n")
          .contains("\"code\":\"request_timed_out\"");
    }
  }

  @Test
  void soIsOneForAProject() throws IOException {
    try (var caller = edge.caller()) {
      // when
      caller.say("GET / HTTP/1.1\r\n" + ProjectEdge.host(edge.project()) + "X-Slow: ");

      // then
      assertThat(dripped(caller)).startsWith("HTTP/1.1 408 Request Timeout\r\n");
    }
  }

  @Test
  void soIsOneOverTls() throws IOException {
    try (var caller = new RawCaller(AUTHORITY.connect(tlsPort, NAME))) {
      // when
      caller.say("GET / HTTP/1.1\r\nHost: " + NAME + "\r\nX-Slow: ");

      // then
      assertThat(dripped(caller)).startsWith("HTTP/1.1 408 Request Timeout\r\n");
    }
  }

  @Test
  void whoNeverSendsAnythingIsCutOffWithoutAWord() throws IOException {
    try (var plain = edge.caller();
        var silent =
            new RawCaller(new Socket(InetAddress.getLoopbackAddress(), tlsPort)); // no handshake
        var agreed = new RawCaller(AUTHORITY.connect(tlsPort, NAME))) {
      assertThat(plain.hearAll()).isEmpty();
      assertThat(silent.hearAll()).isEmpty();
      assertThat(agreed.hearAll()).isEmpty();
    }
  }

  @Test
  void aHandshakeThatIsNeverFinishedIsCutOffWithoutHttp() throws IOException {
    try (var caller = new RawCaller(new Socket(InetAddress.getLoopbackAddress(), tlsPort))) {
      // when
      caller.say(new byte[] {22, 3, 1, 2, 0, 1}); // a ClientHello's beginning

      // then
      assertThat(caller.hearAll()).doesNotContain("HTTP");
    }
  }

  @Test
  void aConnectionThatWasUsedMayRest() throws IOException {
    // given
    var server = edge.server(exchange -> ProjectEdge.answer(exchange, 200, "of the project"));
    var ref = edge.projectAt(server.getAddress().getPort());
    var request = "GET / HTTP/1.1\r\n" + ProjectEdge.host(ref) + "\r\n";
    try (var caller = edge.caller()) {
      caller.say(request).hearUntil("of the project");

      // when
      outlastAHead();

      // then
      assertThat(caller.say(request).hearUntil("of the project")).startsWith("HTTP/1.1 200");
    }
    server.stop(0);
  }

  @Test
  void aProjectMayTakeItsTimeToAnswer() throws Exception {
    // given
    var asked = new CountDownLatch(1);
    var outlasted = new CountDownLatch(1);
    try (var gateway =
            new StackGatewayDouble(socket -> {
              ProjectEdge.readHead(socket.getInputStream());
              asked.countDown();
              ProjectEdge.await(outlasted);
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate".getBytes(US_ASCII));
            });
        var caller = edge.caller()) {
      // when
      caller.say(
          "GET / HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(gateway.port()))
              + "Connection: close\r\n\r\n");
      ProjectEdge.await(asked);
      outlastAHead();
      outlasted.countDown();

      // then
      assertThat(caller.hearAll()).startsWith("HTTP/1.1 200").endsWith("late");
    }
  }

  @Test
  void anUploadThatStallsIsGivenUpAfterTheIdleTimeout() throws IOException {
    try (var caller = edge.caller()) {
      // given
      caller.say(
          "POST /v1/session HTTP/1.1\r\nHost: localhost\r\nX-Rickyard-CSRF: 1\r\n"
              + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{");

      // when
      var answer = caller.hearAll();

      // then
      assertThat(answer).isEmpty();
    }
  }

  @Test
  void anUploadToAProjectThatStallsIsGivenUpWithTheProjectsIdleTimeout() throws Exception {
    // given
    var over = new CountDownLatch(1);
    try (var gateway =
            new StackGatewayDouble(socket -> {
              ProjectEdge.readHead(socket.getInputStream());
              assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("half");
              over.countDown();
            });
        var caller = edge.caller()) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(gateway.port()))
              + "Content-Length: 8\r\n\r\nhalf");

      // then
      assertThat(caller.hearAll()).startsWith("HTTP/1.1 504").contains("timed_out");
      ProjectEdge.await(over);
    }
  }

  @Test
  void noTimeAtAllIsRefusedAtTheStart() {
    assertThatThrownBy(() -> new ProjectEdge(Map.of("rickyard.gateway.head-timeout", "0s")).close())
        .hasRootCauseInstanceOf(InvalidSetting.class)
        .rootCause()
        .hasMessageContaining("rickyard.gateway.head-timeout");
  }
}
