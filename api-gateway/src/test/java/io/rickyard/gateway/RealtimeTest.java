package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.SocketDouble;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealtimeTest {

  private SocketDouble bridge;
  private Installation installation;
  private final Heard heard = new Heard();

  @BeforeEach
  void start() {
    bridge = new SocketDouble();
    installation =
        new Installation(
            Map.of(
                "test.kafka", "recording",
                "rickyard.kafka.bootstrap-servers", "127.0.0.1:1",
                "rickyard.services.bridge.url", bridge.url()));
  }

  @AfterEach
  void stop() throws Exception {
    installation.close();
    bridge.close();
  }

  @Test
  void textGoesBothWays() throws Exception {
    // given
    var socket = open("/realtime/v1/websocket?apikey=sb_publishable_test&vsn=2.0.0");

    // when
    socket.sendText("[null,\"1\",\"phoenix\",", false).get();
    socket.sendText("\"heartbeat\",{\"ü\":1}]", true).get();

    // then
    assertThat(heard.next()).isEqualTo("[null,\"1\",\"phoenix\",\"heartbeat\",{\"ü\":1}]");
    assertThat(bridge.requestLines())
        .contains("GET /socket/websocket?apikey=sb_publishable_test&vsn=2.0.0 HTTP/1.1");
  }

  @Test
  void binaryStaysBinary() throws Exception {
    // given
    var socket = open("/realtime/v1/websocket");

    // when
    socket.sendBinary(ByteBuffer.wrap(new byte[] {3, 0, -1}), true).get();

    // then
    assertThat(heard.next()).isEqualTo("[3, 0, -1]");
  }

  @Test
  void largeMessageArrivesWhole() throws Exception {
    // given
    var socket = open("/realtime/v1/websocket");
    var large = "x".repeat(500_000);

    // when
    socket.sendText(large, true).get();

    // then
    assertThat(heard.next()).isEqualTo(large);
  }

  @Test
  void closeOfTheBridgeReachesTheCaller() throws Exception {
    // given
    var socket = open("/realtime/v1/websocket");

    // when
    socket.sendText("close", true).get();

    // then
    assertThat(heard.next()).isEqualTo("closed 4001");
  }

  @Test
  void closeOfTheCallerReachesTheBridge() throws Exception {
    // given
    var socket = open("/realtime/v1/websocket");

    // when
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();

    // then
    assertThat(bridge.closed().get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
  }

  @Test
  void absentBridgeEndsTheSocketWithAReason() throws Exception {
    // given
    bridge.close();

    // when
    open("/realtime/v1/websocket");

    // then
    assertThat(heard.next()).isEqualTo("closed 1013");
  }

  private WebSocket open(String path) throws Exception {
    var address = URI.create(installation.url().toString().replaceFirst("^http", "ws") + path);
    return HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, heard).get();
  }

  /** Remembers what came, in order. */
  private static final class Heard implements WebSocket.Listener {
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Nullable String next() throws InterruptedException {
      return messages.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      messages.add(Arrays.toString(bytes));
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      messages.add("closed " + status);
      return null;
    }
  }
}
