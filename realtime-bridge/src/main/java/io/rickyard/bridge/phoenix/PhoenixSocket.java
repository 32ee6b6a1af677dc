package io.rickyard.bridge.phoenix;

import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnClose;
import io.micronaut.websocket.annotation.OnError;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.rickyard.bridge.stream.EventTail;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket's endpoint. Anybody may open it; who wants to join a channel shows a user's token
 * then, or has shown it as the {@code apikey} of the handshake.
 */
@ServerWebSocket("/socket/websocket")
@Secured(SecurityRule.IS_ANONYMOUS)
class PhoenixSocket {

  private static final Logger LOG = LoggerFactory.getLogger(PhoenixSocket.class);

  private final EventTail tail;
  private final TokenExchange tokens;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();

  PhoenixSocket(EventTail tail, TokenExchange tokens) {
    this.tail = tail;
    this.tokens = tokens;
  }

  @OnOpen
  void open(WebSocketSession session, HttpRequest<?> request) {
    String version = request.getParameters().get("vsn");
    var serializer = Serializer.version(version);
    if (serializer.isEmpty()) {
      session.close(new CloseReason(1002, "vsn is 1.0.0 or 2.0.0"));
      return;
    }
    String apiKey = request.getParameters().get("apikey");
    connections.put(
        session.getId(), new Connection(session, serializer.get(), tail, tokens, apiKey));
  }

  @OnMessage(maxPayloadLength = 65_536)
  @ExecuteOn(TaskExecutors.BLOCKING)
  void message(String message, WebSocketSession session) throws InterruptedException {
    Connection connection = connections.get(session.getId());
    if (connection != null) {
      connection.receive(message);
    }
  }

  @OnClose
  void close(WebSocketSession session) {
    Connection connection = connections.remove(session.getId());
    if (connection != null) {
      connection.closed();
    }
  }

  @OnError
  void failed(WebSocketSession session, Throwable failure) {
    LOG.debug("socket={} failed", session.getId(), failure);
    session.close(CloseReason.INTERNAL_ERROR);
  }

  /** A token that ran out or was revoked ends its channels. */
  @Scheduled(fixedDelay = "60s")
  void checkTokens() throws InterruptedException {
    for (Connection connection : connections.values()) {
      connection.checkTokens();
    }
  }
}
