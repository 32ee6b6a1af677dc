package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.doubles.SocketDouble;
import io.rickyard.gateway.doubles.StackGatewayDouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to projects, passed on to real servers on this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectEdgeTest {

  private static final String DOMAIN = "projects.example.test";
  private static final String ISSUER_URL = "http://rickyard.example.test:8000";
  private static final String LETTERS = "abcdefghijklmnopqrst";

  private final Installation installation =
      new Installation(
          Map.of(
              "test.kafka", "recording",
              "rickyard.kafka.bootstrap-servers", "127.0.0.1:1",
              "rickyard.installation.url", ISSUER_URL,
              "rickyard.gateway.projects.domain", DOMAIN,
              "rickyard.gateway.projects.idle-timeout", "2s"));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int projects;

  @AfterAll
  void stop() {
    installation.close();
    threads.shutdownNow();
  }

  /** A reference nobody had before, so that nothing is remembered of it. */
  private synchronized String project() {
    var number = projects++;
    return LETTERS.substring(0, 18) + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  private String projectAt(int port) {
    return project("ACTIVE_HEALTHY", Map.of("host", "127.0.0.1", "port", port));
  }

  private String project(String status, @Nullable Object gateway) {
    var ref = project();
    var entrance = new HashMap<String, Object>();
    entrance.put("status", status);
    entrance.put("profile", gateway == null ? "database" : "core");
    entrance.put("gateway", gateway);
    installation.worker.on("GET /stacks/" + ref + "/entrance", _ -> Reply.json(200, entrance));
    return ref;
  }

  private RawCaller caller() throws IOException {
    return new RawCaller(installation.url());
  }

  private static String host(String ref) {
    return "Host: %s.%s:8000\r\n".formatted(ref, DOMAIN);
  }

  private String ask(String ref, String line, String... headers) throws IOException {
    try (var caller = caller()) {
      var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      return caller
          .say(line + " HTTP/1.1\r\n" + host(ref) + "Connection: close\r\n" + lines + "\r\n")
          .hearAll();
    }
  }

  /** A real HTTP server in a stack's place. */
  private HttpServer server(HttpHandler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String seen(HttpExchange exchange) throws IOException {
    var seen = new StringBuilder();
    seen.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    seen.append('\n');
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            seen.append(name.toLowerCase(Locale.ROOT)).append('=').append(values).append('\n'));
    return seen + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
  }

  @Test
  void aRequestAndItsAnswerArePassedOnAsTheyAre() throws IOException {
    // given
    var server =
        server(exchange -> {
          exchange.getResponseHeaders().add("X-Of-Project", "yes");
          exchange.getResponseHeaders().add("Set-Cookie", "own=1; Path=/; HttpOnly");
          exchange.getResponseHeaders().add("Set-Cookie", "wide=1; domain=" + DOMAIN);
          answer(exchange, 201, seen(exchange));
        });

    // when
    var answer =
        ask(
            projectAt(server.getAddress().getPort()),
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
    var server = server(exchange -> answer(exchange, 200, seen(exchange)));
    var ref = projectAt(server.getAddress().getPort());

    // when
    var answer =
        ask(
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
        .contains("x-forwarded-host=[%s.%s:8000]\n".formatted(ref, DOMAIN))
        .contains("host=[%s.%s:8000]\n".formatted(ref, DOMAIN), "x-forwarded-port=[8000]\n")
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
    var server = server(exchange -> answer(exchange, 200, seen(exchange)));

    // when
    var answer = ask(projectAt(server.getAddress().getPort()), "GET /", header);

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
    var server = server(exchange -> answer(exchange, 200, seen(exchange)));
    var ref = projectAt(server.getAddress().getPort());

    // then
    assertThat(ask(ref, "GET /", "Authorization: Bearer " + token(ISSUER_URL + "/auth/v1")))
        .doesNotContain("authorization=");
    assertThat(ask(ref, "GET /", "Authorization: Bearer " + token("http://x/auth/v1")))
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
  void anAnswerIsPassedOnWhileItIsStillBeingMade() throws Exception {
    // given
    var heard = new CountDownLatch(1);
    var server =
        server(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("first;".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          await(heard);
          exchange.getResponseBody().write("second;".getBytes(UTF_8));
          exchange.close();
        });

    try (var caller = caller()) {
      // when
      caller.say("GET / HTTP/1.1\r\n" + host(projectAt(server.getAddress().getPort())) + "\r\n");

      // then
      assertThat(caller.hearUntil("first;")).startsWith("HTTP/1.1 200");
      heard.countDown();
      assertThat(caller.hearUntil("0\r\n\r\n")).contains("second;");
    }
    server.stop(0);
  }

  @Test
  void aBodyIsPassedOnWhileItIsStillBeingSent() throws Exception {
    // given
    var arrived = new CompletableFuture<String>();
    var server =
        server(exchange -> {
          var first = new StringBuilder();
          while (first.length() < 6) {
            first.append((char) exchange.getRequestBody().read());
          }
          arrived.complete(first.toString());
          answer(exchange, 200, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        });

    try (var caller = caller()) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n"
              + host(projectAt(server.getAddress().getPort()))
              + "Transfer-Encoding: chunked\r\n\r\n6\r\nfirst;\r\n");

      // then
      assertThat(arrived.get(20, TimeUnit.SECONDS)).isEqualTo("first;");
      assertThat(caller.say("7\r\nsecond;\r\n0\r\n\r\n").hearUntil("second;"))
          .startsWith("HTTP/1.1 200");
    }
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anUploadLargerThanTheHeapArrivesWhole(boolean chunked) throws IOException {
    // given
    var piece = new byte[1024 * 1024];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = (byte) (i * 31);
    }
    var pieces = Math.toIntExact(Runtime.getRuntime().maxMemory() / piece.length) + 64;
    var sent = new CRC32();
    var server =
        server(exchange -> {
          var received = new CRC32();
          var bytes = 0L;
          var buffer = new byte[64 * 1024];
          for (int n = exchange.getRequestBody().read(buffer); n >= 0; ) {
            received.update(buffer, 0, n);
            bytes += n;
            n = exchange.getRequestBody().read(buffer);
          }
          answer(exchange, 200, "%d %d;".formatted(bytes, received.getValue()));
        });

    try (var caller = caller()) {
      // when
      caller.say(
          "POST /storage/v1/object/b/f HTTP/1.1\r\n"
              + host(projectAt(server.getAddress().getPort()))
              + (chunked
                  ? "Transfer-Encoding: chunked\r\n\r\n"
                  : "Content-Length: " + (long) pieces * piece.length + "\r\n\r\n"));
      for (int i = 0; i < pieces; i++) {
        if (chunked) {
          caller.say("100000\r\n").say(piece).say("\r\n");
        } else {
          caller.say(piece);
        }
        sent.update(piece);
      }
      if (chunked) {
        caller.say("0\r\n\r\n");
      }

      // then
      assertThat(caller.hearUntil(";"))
          .endsWith("%d %d;".formatted((long) pieces * piece.length, sent.getValue()));
    }
    server.stop(0);
  }

  @Test
  void aWebSocketCarriesMessagesBothWaysUntilOneSideCloses() throws Exception {
    try (var echo = new SocketDouble();
        var caller = caller()) {
      // given
      caller.say(
          "GET /realtime/v1/websocket?apikey=k HTTP/1.1\r\n"
              + host(projectAt(echo.url().getPort()))
              + "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
              + "Cookie: rickyard-session=rks_1\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      assertThat(caller.hearUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 101")
          .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

      // when
      caller.say(frame(1, "hello"));
      var short1 = caller.hear(7);
      caller.say(frame(2, "x".repeat(300)));
      var long1 = caller.hear(304);
      caller.say(frame(1, "close"));

      // then
      assertThat(new String(short1, 2, 5, US_ASCII)).isEqualTo("hello");
      assertThat(new String(long1, 4, 300, US_ASCII)).isEqualTo("x".repeat(300));
      assertThat(caller.hear(4)).containsExactly(0x88, 2, 4001 >> 8, 4001 & 0xff);
      assertThat(echo.requestLines())
          .contains("GET /realtime/v1/websocket?apikey=k HTTP/1.1")
          .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("cookie"));
    }
  }

  /** A frame whose mask is zero, so that its payload stands as it is. */
  private static byte[] frame(int opcode, String payload) {
    var text = payload.getBytes(US_ASCII);
    var head =
        text.length < 126
            ? new byte[] {(byte) (0x80 | opcode), (byte) (0x80 | text.length), 0, 0, 0, 0}
            : new byte[] {
              (byte) (0x80 | opcode),
              (byte) (0x80 | 126),
              (byte) (text.length >> 8),
              (byte) text.length,
              0,
              0,
              0,
              0
            };
    var frame = Arrays.copyOf(head, head.length + text.length);
    System.arraycopy(text, 0, frame, head.length, text.length);
    return frame;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"})
  void aClientThatLeavesIsFeltByTheProject(String begun) throws Exception {
    // given
    var arrived = new CountDownLatch(1);
    var left = new CompletableFuture<Integer>();
    try (var gateway =
        new StackGatewayDouble(socket -> {
          readHead(socket.getInputStream());
          arrived.countDown();
          socket.getOutputStream().write(begun.getBytes(US_ASCII));
          left.complete(socket.getInputStream().read());
        })) {
      // when
      var caller = caller();
      caller.say("GET / HTTP/1.1\r\n" + host(projectAt(gateway.port())) + "\r\n");
      await(arrived);
      if (!begun.isEmpty()) {
        caller.hearUntil("half\r\n");
      }
      caller.close();

      // then
      assertThat(left.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNotMadeWhole() throws Exception {
    try (var gateway =
            new StackGatewayDouble(socket -> {
              readHead(socket.getInputStream());
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(US_ASCII));
            });
        var caller = caller()) {
      // when
      caller.say("GET / HTTP/1.1\r\n" + host(projectAt(gateway.port())) + "\r\n");

      // then
      assertThat(caller.hearAll()).containsIgnoringCase("content-length: 100").endsWith("half");
    }
  }

  @Test
  void anAnswerThatEndsWithItsConnectionEndsOnOursWithoutThat() throws Exception {
    try (var gateway =
            new StackGatewayDouble(socket -> {
              readHead(socket.getInputStream());
              socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nwhole".getBytes(US_ASCII));
            });
        var caller = caller()) {
      // when
      caller.say("GET / HTTP/1.1\r\n" + host(projectAt(gateway.port())) + "\r\n");

      // then
      assertThat(caller.hearUntil("0\r\n\r\n")).contains("5\r\nwhole\r\n");
    }
  }

  @Test
  void anOldClientGetsABodyWithoutChunks() throws IOException {
    // given
    var server =
        server(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("whole".getBytes(UTF_8));
          exchange.close();
        });

    try (var caller = caller()) {
      // when
      var answer =
          caller
              .say("GET / HTTP/1.0\r\n" + host(projectAt(server.getAddress().getPort())) + "\r\n")
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
              readHead(socket.getInputStream());
              arrived.countDown();
              received.complete(new String(socket.getInputStream().readAllBytes(), US_ASCII));
            });
        var caller = caller()) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n"
              + host(projectAt(gateway.port()))
              + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
      await(arrived);
      caller.say("no-number\r\n").hearAll();

      // then
      assertThat(received.get(20, TimeUnit.SECONDS)).doesNotContain("0\r\n\r\n");
    }
  }

  @Test
  void anAnswerInAnotherProtocolIsRefused() throws IOException {
    try (var gateway =
        new StackGatewayDouble(socket -> {
          readHead(socket.getInputStream());
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
                      .getBytes(US_ASCII));
          socket.getInputStream().readAllBytes();
        })) {
      assertThat(ask(projectAt(gateway.port()), "GET /"))
          .startsWith("HTTP/1.1 502")
          .contains("project_unreachable");
    }
  }

  @Test
  void aClientIsToldToGoOnBeforeItSendsItsBody() throws Exception {
    try (var gateway =
            new StackGatewayDouble(socket -> {
              readHead(socket.getInputStream());
              var out = socket.getOutputStream();
              out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
              var body = new String(socket.getInputStream().readNBytes(4), US_ASCII);
              out.write(
                  ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body + ";").getBytes(US_ASCII));
              socket.getInputStream().read();
            });
        var caller = caller()) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n"
              + host(projectAt(gateway.port()))
              + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");

      // then
      assertThat(caller.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      assertThat(caller.say("body").hearUntil("body;")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void oneConnectionCarriesRequestsForProjectsAndForTheInstallation() throws Exception {
    // given
    var server = server(exchange -> answer(exchange, 200, exchange.getRequestURI() + ";"));
    var ref = projectAt(server.getAddress().getPort());
    var other = project("INACTIVE", null);
    var health = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    try (var caller = caller()) {
      // when
      caller.say(
          ("GET /one HTTP/1.1\r\n" + host(ref) + "\r\n")
              + health
              + ("GET /two HTTP/1.1\r\n" + host(ref) + "\r\n")
              + ("GET /three HTTP/1.1\r\n" + host(other) + "\r\n")
              + health
              + ("HEAD /four HTTP/1.1\r\n" + host(ref) + "\r\n")
              + ("GET /five HTTP/1.1\r\n" + host(ref) + "Connection: close\r\n\r\n"));
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
  @CsvSource({
    "COMING_UP, 503, project_starting, 3",
    "RESTORING, 503, project_starting, 3",
    "RESTARTING, 503, project_starting, 3",
    "PAUSING, 409, project_paused, ",
    "INACTIVE, 409, project_paused, ",
    "INIT_FAILED, 502, project_unreachable, ",
    "GOING_DOWN, 404, not_found, ",
    "ACTIVE_HEALTHY, 404, no_gateway, ",
    "UNKNOWN, 404, no_gateway, "
  })
  void aProjectThatTakesNoRequestsSaysWhy(
      String status, int code, String problem, @Nullable String retryAfter) throws IOException {
    // when
    var answer = ask(project(status, null), "POST /", "Content-Length: 2\r\n\r\n{}");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 " + code)
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .contains("\"code\":\"" + problem + "\"");
    if (retryAfter == null) {
      assertThat(answer).doesNotContainIgnoringCase("retry-after");
    } else {
      assertThat(answer).containsIgnoringCase("\r\nretry-after: " + retryAfter + "\r\n");
    }
  }

  @Test
  void anUnknownProjectIsNotFound() throws IOException {
    assertThat(ask(project(), "GET /")).startsWith("HTTP/1.1 404").contains("not_found");
  }

  @Test
  void withoutTheWorkerNobodyKnowsWhereToGo() throws IOException {
    // given
    var ref = project();
    installation.worker.on(
        "GET /stacks/" + ref + "/entrance", _ -> Reply.problem(500, "internal_error", "broken"));

    // then
    assertThat(ask(ref, "GET /")).startsWith("HTTP/1.1 503").contains("service_unavailable");
  }

  @Test
  void aGatewayThatIsNotThereIsUnreachable() throws IOException {
    // given
    var gone = new StackGatewayDouble(_ -> {});
    gone.close();

    // then
    assertThat(ask(projectAt(gone.port()), "GET /"))
        .startsWith("HTTP/1.1 502")
        .contains("project_unreachable");
  }

  @Test
  void aGatewayThatHangsUpIsUnreachable() throws IOException {
    try (var gateway = new StackGatewayDouble(socket -> readHead(socket.getInputStream()))) {
      assertThat(ask(projectAt(gateway.port()), "GET /"))
          .startsWith("HTTP/1.1 502")
          .contains("project_unreachable");
    }
  }

  @Test
  void aGatewayThatStaysSilentIsGivenUp() throws IOException {
    try (var gateway = new StackGatewayDouble(socket -> socket.getInputStream().readAllBytes())) {
      assertThat(ask(projectAt(gateway.port()), "GET /"))
          .startsWith("HTTP/1.1 504")
          .contains("timed_out");
    }
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
        server(exchange -> {
          reached.complete("reached");
          answer(exchange, 200, "of the project");
        });
    var ref = projectAt(server.getAddress().getPort());

    try (var caller = caller()) {
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
    try (var caller = caller()) {
      assertThat(
              caller
                  .say(
                      "GET / HTTP/1.1\r\nHost: %s.%s\r\nConnection: close\r\n\r\n"
                          .formatted(project().toUpperCase(Locale.ROOT), DOMAIN))
                  .hearAll())
          .startsWith("HTTP/1.1 421");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET http://localhost/v1/health", "CONNECT example.org:443", "OPTIONS x"})
  void aTargetThatIsNoPathIsRefused(String line) throws IOException {
    // given
    var server = server(exchange -> answer(exchange, 200, "reached"));

    // then
    assertThat(ask(projectAt(server.getAddress().getPort()), line))
        .startsWith("HTTP/1.1 400")
        .doesNotContain("reached");
    server.stop(0);
  }

  @Test
  void theWorkerIsAskedByThisServiceAndNotByTheClient() throws IOException {
    // given
    var ref = project("INACTIVE", null);

    // when
    ask(ref, "GET /", "Authorization: Bearer of-the-client");

    // then
    assertThat(installation.worker.asked("GET /stacks/" + ref + "/entrance"))
        .singleElement()
        .satisfies(asked ->
            assertThat(asked.headers().get("authorization"))
                .startsWith("Bearer ")
                .doesNotContain("of-the-client"));
  }

  private static void readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The connection ended in the head");
      }
      head.append((char) next);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
