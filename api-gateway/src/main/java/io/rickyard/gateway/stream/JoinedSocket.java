package io.rickyard.gateway.stream;

import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A caller's WebSocket and the bridge's, joined. From the bridge one message at a time is asked
 * for, when the one before has left, so a slow caller is felt by the bridge and not by our memory.
 * What a caller sends faster than the bridge takes it is kept up to a megabyte; beyond that the
 * caller is cut off.
 */
final class JoinedSocket {

  private static final Logger LOG = LoggerFactory.getLogger(JoinedSocket.class);
  private static final int MOST_WAITING = 1024 * 1024;
  private static final CloseReason BRIDGE_AWAY = new CloseReason(1013, "realtime-bridge is away");
  private static final CloseReason TOO_FAST = new CloseReason(1008, "Sent faster than taken");

  private final WebSocketSession caller;
  private final AtomicInteger waiting = new AtomicInteger();
  private final FromBridge fromBridge;

  /** Ends with the socket after the last message: each message is sent when it is its turn. */
  private CompletableFuture<WebSocket> toBridge = new CompletableFuture<>();

  JoinedSocket(WebSocketSession caller) {
    this.caller = caller;
    this.fromBridge = new FromBridge(caller);
  }

  WebSocket.Listener fromBridge() {
    return fromBridge;
  }

  synchronized void connect(CompletableFuture<WebSocket> opening) {
    toBridge =
        opening.whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.warn("socket=bridge connect=failed reason=\"{}\"", failure.getMessage());
            caller.close(BRIDGE_AWAY);
          }
        });
  }

  void text(String message) {
    send(message.length(), socket -> socket.sendText(message, true));
  }

  void binary(byte[] message) {
    send(message.length, socket -> socket.sendBinary(ByteBuffer.wrap(message), true));
  }

  /** The caller left. */
  synchronized void leave() {
    toBridge = toBridge.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
  }

  private synchronized void send(int size, Sending sending) {
    if (waiting.addAndGet(size) > MOST_WAITING) {
      caller.close(TOO_FAST);
      return;
    }
    toBridge = toBridge.thenCompose(sending::send).whenComplete((_, _) -> waiting.addAndGet(-size));
  }

  /** Sends one message. */
  private interface Sending {
    CompletableFuture<WebSocket> send(WebSocket socket);
  }
}
