package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.SocketDouble;
import io.rickyard.gateway.doubles.StackGatewayDouble;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and WebSockets, passed on as they come. */
class ProjectStreamsTest {

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
  void anAnswerIsPassedOnWhileItIsStillBeingMade() throws Exception {
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

    try (var caller = edge.caller()) {
      // when
      caller.say(
          "GET / HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(server.getAddress().getPort()))
              + "\r\n");

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
        edge.server(exchange -> {
          var first = new StringBuilder();
          while (first.length() < 6) {
            first.append((char) exchange.getRequestBody().read());
          }
          arrived.complete(first.toString());
          ProjectEdge.answer(
              exchange, 200, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        });

    try (var caller = edge.caller()) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(server.getAddress().getPort()))
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
        edge.server(exchange -> {
          var received = new CRC32();
          var bytes = 0L;
          var buffer = new byte[64 * 1024];
          for (int n = exchange.getRequestBody().read(buffer); n >= 0; ) {
            received.update(buffer, 0, n);
            bytes += n;
            n = exchange.getRequestBody().read(buffer);
          }
          ProjectEdge.answer(exchange, 200, "%d %d;".formatted(bytes, received.getValue()));
        });

    try (var caller = edge.caller()) {
      // when
      caller.say(
          "POST /storage/v1/object/b/f HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(server.getAddress().getPort()))
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
        var caller = edge.caller()) {
      // given
      caller.say(
          "GET /realtime/v1/websocket?apikey=k HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(echo.url().getPort()))
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
          ProjectEdge.readHead(socket.getInputStream());
          arrived.countDown();
          socket.getOutputStream().write(begun.getBytes(US_ASCII));
          left.complete(socket.getInputStream().read());
        })) {
      // when
      var caller = edge.caller();
      caller.say("GET / HTTP/1.1\r\n" + ProjectEdge.host(edge.projectAt(gateway.port())) + "\r\n");
      ProjectEdge.await(arrived);
      if (!begun.isEmpty()) {
        caller.hearUntil("half\r\n");
      }
      caller.close();

      // then
      assertThat(left.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void aClientIsToldToGoOnBeforeItSendsItsBody() throws Exception {
    try (var gateway =
            new StackGatewayDouble(socket -> {
              ProjectEdge.readHead(socket.getInputStream());
              var out = socket.getOutputStream();
              out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII));
              var body = new String(socket.getInputStream().readNBytes(4), US_ASCII);
              out.write(
                  ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body + ";").getBytes(US_ASCII));
              socket.getInputStream().read();
            });
        var caller = edge.caller()) {
      // when
      caller.say(
          "POST / HTTP/1.1\r\n"
              + ProjectEdge.host(edge.projectAt(gateway.port()))
              + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");

      // then
      assertThat(caller.hearUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      assertThat(caller.say("body").hearUntil("body;")).startsWith("HTTP/1.1 200");
    }
  }
}
