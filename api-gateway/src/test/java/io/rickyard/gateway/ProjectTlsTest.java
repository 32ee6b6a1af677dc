package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.doubles.SocketDouble;
import io.rickyard.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS at the gateway, with an authority of the test's. */
class ProjectTlsTest {

  private static final String DASHBOARD = "rickyard.example.test";
  private static final String OWN = "api.own.test";

  private static final TestAuthority AUTHORITY = new TestAuthority();

  @TempDir private static Path certificates;

  private static ProjectEdge edge;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    port = ProjectEdge.freePort();
    TestAuthority.write(
        AUTHORITY.issue("*." + ProjectEdge.DOMAIN),
        certificates.resolve("projects.crt"),
        certificates.resolve("projects.key"));
    TestAuthority.write(
        AUTHORITY.issue(DASHBOARD),
        certificates.resolve("dashboard.crt"),
        certificates.resolve("dashboard.key"));
    TestAuthority.write(
        AUTHORITY.issue(OWN),
        certificates.resolve("own/fullchain.pem"),
        certificates.resolve("own/privkey.pem"));
    edge =
        new ProjectEdge(
            Map.of(
                "rickyard.gateway.hosts",
                "localhost," + DASHBOARD,
                "rickyard.gateway.tls.certificates",
                certificates.toString(),
                "rickyard.gateway.tls.port",
                port,
                "rickyard.gateway.tls.reload-every",
                "50ms"));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static RawCaller caller(String name) throws IOException {
    return new RawCaller(AUTHORITY.connect(port, name));
  }

  private static RawCaller callerOf(String ref) throws IOException {
    return caller(ref + "." + ProjectEdge.DOMAIN);
  }

  private static String ask(String name, String line, String... headers) throws IOException {
    try (var caller = caller(name)) {
      var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      return caller
          .say(line + " HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n" + lines + "\r\n")
          .hearAll();
    }
  }

  private static X509Certificate shown(String name) throws IOException {
    try (var socket = AUTHORITY.connect(port, name)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void aProjectLearnsThatItsClientUsesTls() throws IOException {
    // given
    var server =
        edge.server(exchange -> ProjectEdge.answer(exchange, 200, ProjectEdge.seen(exchange)));
    var ref = edge.projectAt(server.getAddress().getPort());

    // when
    var answer = ask(ref + "." + ProjectEdge.DOMAIN, "GET /rest/v1/x", "X-Forwarded-Proto: http");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("x-forwarded-proto=[https]\n", "x-forwarded-port=[443]\n");
    server.stop(0);
  }

  @Test
  void aDomainOfAProjectsOwnHasItsCertificate() throws IOException {
    // given
    var server = edge.server(exchange -> ProjectEdge.answer(exchange, 200, "of the project"));
    var ref = edge.projectAt(server.getAddress().getPort());
    edge.installation()
        .org
        .service()
        .on("GET /domains/" + OWN, _ -> Reply.json(200, Map.of("project", ref)));

    // then
    assertThat(ask(OWN, "GET /")).startsWith("HTTP/1.1 200").endsWith("of the project");
    server.stop(0);
  }

  @Test
  void anAnswerIsPassedOnWhileItIsStillBeingMade() throws IOException {
    // given
    var heard = new CountDownLatch(1);
    var server =
        edge.server(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("first;".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          ProjectEdge.await(heard);
          exchange.getResponseBody().write("second;".getBytes(UTF_8));
          exchange.close();
        });
    var ref = edge.projectAt(server.getAddress().getPort());

    try (var caller = callerOf(ref)) {
      // when
      caller.say("GET / HTTP/1.1\r\n" + ProjectEdge.host(ref) + "\r\n");

      // then
      assertThat(caller.hearUntil("first;")).startsWith("HTTP/1.1 200");
      heard.countDown();
      assertThat(caller.hearUntil("0\r\n\r\n")).contains("second;");
    }
    server.stop(0);
  }

  @Test
  void aLargeUploadArrivesWhole() throws IOException {
    // given
    var piece = new byte[1024 * 1024];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) (i * 31);
    }
    var pieces = 128;
    var sent = new CRC32();
    var server =
        edge.server(exchange -> {
          var received = new CRC32();
          var buffer = new byte[64 * 1024];
          for (int n = exchange.getRequestBody().read(buffer); n >= 0; ) {
            received.update(buffer, 0, n);
            n = exchange.getRequestBody().read(buffer);
          }
          ProjectEdge.answer(exchange, 200, received.getValue() + ";");
        });
    var ref = edge.projectAt(server.getAddress().getPort());

    try (var caller = callerOf(ref)) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n"
              .formatted(ProjectEdge.host(ref), (long) pieces * piece.length));
      for (int i = 0; i < pieces; i++) {
        caller.say(piece);
        sent.update(piece);
      }

      // then
      assertThat(caller.hearUntil(";")).endsWith(sent.getValue() + ";");
    }
    server.stop(0);
  }

  @Test
  void aWebSocketWorks() throws Exception {
    try (var echo = new SocketDouble()) {
      var ref = edge.projectAt(echo.url().getPort());
      try (var caller = callerOf(ref)) {
        // given
        caller.say(
            "GET /realtime/v1/websocket HTTP/1.1\r\n"
                + ProjectEdge.host(ref)
                + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertThat(caller.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 101");

        // when
        caller.say(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'});

        // then
        assertThat(new String(caller.hear(7), 2, 5, US_ASCII)).isEqualTo("hello");
      }
    }
  }

  @Test
  void ourOwnPagesAreTiedToTls() throws IOException {
    // when
    var answer = ask(DASHBOARD, "GET /v1/health");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("\r\nstrict-transport-security: max-age=31536000\r\n");
  }

  @Test
  void theSessionsCookieNeverLeavesTls() throws IOException {
    // when
    var body = "{\"email\":\"ada@example.org\",\"password\":\"correct horse\"}";
    var answer =
        ask(
            DASHBOARD,
            "POST /v1/session",
            "Content-Type: application/json",
            "X-Rickyard-CSRF: 1",
            "Content-Length: " + body.length() + "\r\n\r\n" + body);

    // then
    assertThat(answer).containsPattern("(?i)set-cookie: __Host-rickyard-session=[^\r]*; ?Secure");
  }

  @Test
  void anUnknownNameIsRefusedInTheHandshake() {
    assertThatThrownBy(() -> AUTHORITY.connect(port, "nobodys.test"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("unrecognized_name");
  }

  @Test
  void aWildcardIsGoodForOneLabel() {
    assertThatThrownBy(() -> AUTHORITY.connect(port, "a.b." + ProjectEdge.DOMAIN))
        .hasMessageContaining("unrecognized_name");
  }

  @Test
  void whoAsksForNoNameGetsNoCertificate() {
    assertThatThrownBy(() -> AUTHORITY.connectNamelessly(port))
        .hasMessageContaining("unrecognized_name");
  }

  @Test
  void olderTlsIsRefused() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // when
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(helloOfTls11(DASHBOARD));
      var alert = socket.getInputStream().readNBytes(7);

      // then
      assertThat(alert).hasSize(7).startsWith(21).endsWith(2, 70); // fatal, protocol_version
    }
  }

  /** A ClientHello as clients of 2006 send it. */
  private static byte[] helloOfTls11(String name) {
    var host = name.getBytes(US_ASCII);
    var hello = new ByteArrayOutputStream();
    hello.writeBytes(new byte[] {3, 2});
    hello.writeBytes(new byte[32]);
    hello.writeBytes(new byte[] {0, 0, 2, (byte) 0xc0, 0x13, 1, 0}); // one cipher, no compression
    hello.writeBytes(new byte[] {0, (byte) (host.length + 9), 0, 0});
    hello.writeBytes(new byte[] {0, (byte) (host.length + 5), 0, (byte) (host.length + 3)});
    hello.writeBytes(new byte[] {0, 0, (byte) host.length});
    hello.writeBytes(host);
    var record = new ByteArrayOutputStream();
    record.writeBytes(new byte[] {22, 3, 1, 0, (byte) (hello.size() + 4)});
    record.writeBytes(new byte[] {1, 0, 0, (byte) hello.size()});
    record.writeBytes(hello.toByteArray());
    return record.toByteArray();
  }

  @Test
  void plainHttpOnThatPortIsNotAnswered() throws IOException {
    try (var caller = new RawCaller(new Socket(InetAddress.getLoopbackAddress(), port))) {
      assertThat(caller.say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").hearAll())
          .doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void anotherCertificateIsTakenUpWhileItRuns() throws IOException {
    // given
    var name = "renewed.own.test";
    var chain = certificates.resolve("renewed.crt");
    var key = certificates.resolve("renewed.key");
    TestAuthority.write(AUTHORITY.issue(name), chain, key);
    awaitShown(name);
    var next = AUTHORITY.issue(name);

    // when
    TestAuthority.write(next, chain, key);

    // then
    Eventually.asserted(() -> assertThat(shown(name)).isEqualTo(next.getCertificate()));
  }

  @Test
  void filesThatCannotBeUsedLeaveTheCertificateFromBefore() throws IOException {
    // given
    var name = "kept.own.test";
    var chain = certificates.resolve("kept.crt");
    var key = certificates.resolve("kept.key");
    TestAuthority.write(AUTHORITY.issue(name), chain, key);
    awaitShown(name);
    var before = shown(name);

    // when
    TestAuthority.write(AUTHORITY.issue("another.test").getPrivateKeyPEM(), key);

    // then
    Eventually.asserted(() -> assertThat(health()).contains("kept.key is not the key of kept.crt"));
    assertThat(shown(name)).isEqualTo(before);
  }

  @Test
  void whatClientsWillStumbleOverIsTold() throws IOException {
    // when
    TestAuthority.write(
        AUTHORITY.issue(Instant.now().minus(Duration.ofDays(1)), "past.own.test"),
        certificates.resolve("past.crt"),
        certificates.resolve("past.key"));
    TestAuthority.write(
        AUTHORITY.issue(Instant.now().plus(Duration.ofDays(3)), "soon.own.test"),
        certificates.resolve("soon.crt"),
        certificates.resolve("soon.key"));
    TestAuthority.write("no certificate", certificates.resolve("broken.crt"));

    // then
    Eventually.asserted(() ->
        assertThat(health())
            .contains("past.crt has expired at", "soon.crt expires at")
            .contains("broken.crt")
            .doesNotContain(certificates.toString(), "dashboard.crt", "No certificate is good"));
  }

  private static void awaitShown(String name) {
    Eventually.asserted(() -> assertThatCode(() -> shown(name)).doesNotThrowAnyException());
  }

  private static String health() throws IOException {
    return ask(DASHBOARD, "GET /v1/health");
  }
}
