package io.rickyard.bridge.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.MediaType;
import io.micronaut.websocket.WebSocketSession;
import io.rickyard.bridge.stream.EventTail;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's socket: answers what the client says, one message at a time. */
final class Connection {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_CHANNELS = 100;

  private final WebSocketSession session;
  private final Serializer serializer;
  private final EventTail tail;
  private final TokenExchange tokens;
  private final @Nullable String shownAtHandshake;
  private final Map<String, Channel> channels = new ConcurrentHashMap<>();

  Connection(
      WebSocketSession session,
      Serializer serializer,
      EventTail tail,
      TokenExchange tokens,
      @Nullable String shownAtHandshake) {
    this.session = session;
    this.serializer = serializer;
    this.tail = tail;
    this.tokens = tokens;
    this.shownAtHandshake = shownAtHandshake;
  }

  /** What the client sent; what is no message is ignored, as the protocol's servers do. */
  void receive(String text) throws InterruptedException {
    Optional<PhoenixMessage> message = serializer.read(text);
    if (message.isPresent()) {
      receive(message.get());
    }
  }

  private void receive(PhoenixMessage message) throws InterruptedException {
    switch (message.event()) {
      case "heartbeat" -> reply(message, "ok", JSON.objectNode());
      case "phx_join" -> join(message);
      case "phx_leave" -> leave(message);
      case "access_token" -> refresh(message);
      default -> other(message);
    }
  }

  private void join(PhoenixMessage message) throws InterruptedException {
    Optional<LiveTopic> topic = LiveTopic.named(message.topic());
    if (topic.isEmpty()) {
      refuse(
          message,
          "TopicNameRequired: topics here are realtime:tasks:<organization> and realtime:projects:<organization>");
      return;
    }
    if (channels.size() >= MOST_CHANNELS) {
      refuse(message, "ChannelRateLimitReached: Too many channels");
      return;
    }
    String token = message.payload().path("access_token").asText("");
    String shown = token.isEmpty() ? shownAtHandshake : token;
    Optional<String> user;
    try {
      user = shown == null ? Optional.empty() : tokens.userOf(shown);
    } catch (IOException e) {
      LOG.warn("join refused, auth-service away: {}", e.toString());
      refuse(message, "UnableToConnectToProject: the token cannot be checked at the moment");
      return;
    }
    if (shown == null || user.isEmpty()) {
      refuse(message, "Unauthorized: join with the access token of a signed-in user");
      return;
    }
    drop(message.topic());
    var channel = new Channel(this, message.topic(), message.joinRef(), shown);
    channels.put(message.topic(), channel);
    var response = JSON.objectNode();
    response.putArray("postgres_changes");
    reply(message, "ok", response);
    channel.open();
    tail.follow(topic.get().interestOf(user.get()), channel.mailbox());
  }

  private void leave(PhoenixMessage message) {
    reply(message, "ok", JSON.objectNode());
    if (drop(message.topic())) {
      var _ =
          send(
              new PhoenixMessage(
                  message.joinRef(), null, message.topic(), "phx_close", JSON.objectNode()));
    }
  }

  /** The client's token was renewed; no reply. What cannot be a user's token is ignored. */
  private void refresh(PhoenixMessage message) throws InterruptedException {
    String token = message.payload().path("access_token").asText("");
    Channel channel = channels.get(message.topic());
    if (channel == null
        || token.isEmpty()
        || token.equals(channel.token())
        || token.startsWith("sb_")) {
      return;
    }
    channel.token(token);
    check(message.topic(), channel);
  }

  private void other(PhoenixMessage message) {
    if (channels.containsKey(message.topic())) {
      return; // nothing a client could say changes what happened
    }
    refuse(message, "unmatched topic");
  }

  /** Asks again whether the tokens are still good; closes the channels of those that are not. */
  void checkTokens() throws InterruptedException {
    for (Map.Entry<String, Channel> joined : channels.entrySet()) {
      check(joined.getKey(), joined.getValue());
    }
  }

  private void check(String topic, Channel channel) throws InterruptedException {
    try {
      if (tokens.userOf(channel.token()).isEmpty()) {
        channel.refuse("The access token is not valid any more");
        drop(topic);
      }
    } catch (IOException e) {
      LOG.warn("token not checked, auth-service away; checked again in a minute: {}", e.toString());
    }
  }

  private boolean drop(String topic) {
    Channel channel = channels.remove(topic);
    if (channel != null) {
      tail.leave(channel.mailbox());
    }
    return channel != null;
  }

  /** The socket is gone. */
  void closed() {
    channels.keySet().forEach(this::drop);
  }

  private void refuse(PhoenixMessage message, String reason) {
    reply(message, "error", JSON.objectNode().put("reason", reason));
  }

  private void reply(PhoenixMessage message, String status, JsonNode response) {
    ObjectNode payload = JSON.objectNode().put("status", status);
    payload.set("response", response);
    var _ =
        send(
            new PhoenixMessage(
                message.joinRef(), message.ref(), message.topic(), "phx_reply", payload));
  }

  CompletableFuture<?> send(PhoenixMessage message) {
    if (!session.isOpen()) {
      return CompletableFuture.failedFuture(new IOException("The socket is closed"));
    }
    return session.sendAsync(serializer.write(message), MediaType.TEXT_PLAIN_TYPE);
  }
}
