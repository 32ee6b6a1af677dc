package io.rickyard.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.micronaut.context.annotation.Prototype;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnClose;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A caller's WebSocket: the bridge decides who may hear what. The methods return publishers because
 * Micronaut calls those on the event loop, in order; others it hands to threads of their own.
 */
@Prototype
@ServerWebSocket("/realtime/v1/websocket")
@Secured(SecurityRule.IS_ANONYMOUS)
final class RealtimeSocket {

  private static final int LARGEST = 1024 * 1024;
  private static final CloseReason TOO_LARGE = new CloseReason(1009, "A message is too large");

  private final BridgeSockets bridge;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean binary;
  private @Nullable JoinedSocket joined;

  RealtimeSocket(BridgeSockets bridge) {
    this.bridge = bridge;
  }

  @OnOpen
  Publisher<Void> open(WebSocketSession session, HttpRequest<?> request) {
    joined = bridge.join(session, request);
    return Mono.empty();
  }

  /** Puts a message's fragments together; nothing waits, so the event loop may do it. */
  @OnMessage(maxPayloadLength = LARGEST)
  Publisher<Void> message(WebSocketFrame frame, WebSocketSession session) {
    try {
      if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
        message.reset();
        binary = frame instanceof BinaryWebSocketFrame;
      }
      message.writeBytes(ByteBufUtil.getBytes(frame.content()));
      if (message.size() > LARGEST) {
        session.close(TOO_LARGE);
      } else if (frame.isFinalFragment()) {
        pass();
      }
    } finally {
      frame.release();
    }
    return Mono.empty();
  }

  @OnClose
  void close() {
    if (joined != null) {
      joined.leave();
    }
  }

  private void pass() {
    var open = requireNonNull(joined, "Messages come after the opening");
    if (binary) {
      open.binary(message.toByteArray());
    } else {
      open.text(message.toString(UTF_8));
    }
    message.reset();
  }
}
