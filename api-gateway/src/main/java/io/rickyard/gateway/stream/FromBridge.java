package io.rickyard.gateway.stream;

import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the bridge's messages to the caller, one after the other. */
final class FromBridge implements WebSocket.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(FromBridge.class);
  private static final int NO_STATUS = 1005;
  private static final CloseReason ABNORMAL = new CloseReason(1011, "realtime-bridge went away");

  private final WebSocketSession caller;
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

  FromBridge(WebSocketSession caller) {
    this.caller = caller;
  }

  @Override
  public void onOpen(WebSocket socket) {
    socket.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      pass(socket, text.toString());
      text.setLength(0);
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    binary.writeBytes(bytes);
    if (last) {
      pass(socket, binary.toByteArray());
      binary.reset();
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    caller.close(status == NO_STATUS ? CloseReason.NORMAL : new CloseReason(status, reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    LOG.info("socket=bridge ended reason=\"{}\"", error.getMessage());
    caller.close(ABNORMAL);
  }

  private void pass(WebSocket socket, Object message) {
    if (!caller.isOpen()) {
      socket.abort();
      return;
    }
    var _ =
        caller
            .sendAsync(message)
            .whenComplete((_, failure) -> {
              if (failure == null) {
                socket.request(1);
              } else {
                socket.abort();
              }
            });
  }
}
