package io.rickyard.bridge.phoenix;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
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
import io.rickyard.bridge.stream.OpenStreams;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The socket's endpoint. Anybody may open it; who wants to join a channel shows a user's token
 * then, or has shown it as the key of the handshake.
 */
@ServerWebSocket("/socket/websocket")
@Secured(SecurityRule.IS_ANONYMOUS)
class PhoenixSocket {

  private static final Logger LOG = LoggerFactory.getLogger(PhoenixSocket.class);
  private static final CloseReason UNKNOWN_VERSION = new CloseReason(1002, "vsn is 1.0.0 or 2.0.0");
  private static final CloseReason TOO_FAST = new CloseReason(1008, "Too many messages at once");
  private static final String BEARER = "Bearer ";

  private final EventTail tail;
  private final OpenStreams streams;
  private final TokenExchange tokens;
  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();

  PhoenixSocket(EventTail tail, OpenStreams streams, TokenExchange tokens) {
    this.streams = streams;
    this.tail = tail;
    this.tokens = tokens;
  }

  // What returns a publisher is called on the connection's own event loop, and so in order; a plain
  // method would be called on a thread of its own for each message, and messages would overtake.

  @OnOpen
  Publisher<Void> open(WebSocketSession session, HttpRequest<?> request) {
    var serializer = Serializer.version(request.getParameters().get("vsn"));
    if (serializer.isEmpty()) {
      session.close(UNKNOWN_VERSION);
      return Mono.empty();
    }
    ShownToken shown = shown(request);
    conversations.put(
        session.getId(),
        new Conversation(
            own ->
                new Connection(
                    serializer.get(),
                    text -> send(session, text),
                    tail,
                    streams,
                    tokens,
                    turn -> orClose(own.add(turn), session),
                    shown),
            () -> session.close(CloseReason.INTERNAL_ERROR)));
    return Mono.empty();
  }

  @OnMessage(maxPayloadLength = 65_536)
  Publisher<Void> message(String message, WebSocketSession session) {
    Conversation conversation = conversations.get(session.getId());
    if (conversation != null) {
      orClose(conversation.add(connection -> connection.receive(message)), session);
    }
    return Mono.empty();
  }

  private static void orClose(boolean taken, WebSocketSession session) {
    if (!taken) {
      session.close(TOO_FAST);
    }
  }

  @OnClose
  void close(WebSocketSession session) {
    Conversation conversation = conversations.remove(session.getId());
    if (conversation != null) {
      conversation.end();
    }
  }

  @OnError
  void failed(WebSocketSession session, Throwable failure) {
    LOG.debug("event=socket_failed socket={}", session.getId(), failure);
    session.close(CloseReason.INTERNAL_ERROR);
  }

  /** A token that ran out or was revoked ends its channels. */
  @Scheduled(initialDelay = "30s", fixedDelay = "30s")
  void checkTokens() {
    conversations.values().forEach(conversation -> conversation.add(Connection::checkTokens));
  }

  private static CompletableFuture<?> send(WebSocketSession session, String text) {
    return session.isOpen()
        ? session.sendAsync(text, MediaType.TEXT_PLAIN_TYPE)
        : CompletableFuture.failedFuture(new IOException("The socket is closed"));
  }

  private static @Nullable ShownToken shown(HttpRequest<?> request) {
    String key = request.getHeaders().get("X-Api-Key");
    if (key == null) {
      key = request.getParameters().get("apikey");
    }
    if (key == null) {
      String authorization = request.getHeaders().get("Authorization");
      key =
          authorization != null && authorization.startsWith(BEARER)
              ? authorization.substring(BEARER.length())
              : null;
    }
    return key == null ? null : new ShownToken(key);
  }
}
