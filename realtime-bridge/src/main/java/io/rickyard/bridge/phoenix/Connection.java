package io.rickyard.bridge.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.bridge.stream.EventTail;
import io.rickyard.bridge.stream.Holder;
import io.rickyard.bridge.stream.OpenStreams;
import io.rickyard.bridge.stream.StatusUnavailable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client says over its socket, and what it is answered; used by one thread. */
final class Connection {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_CHANNELS = 100;
  private static final String REVOKED = "The access token is not valid any more";

  private final Serializer serializer;
  private final Function<String, CompletableFuture<?>> socket;
  private final EventTail tail;
  private final OpenStreams streams;
  private final TokenExchange tokens;
  private final Consumer<Conversation.Turn> later;
  private final @Nullable ShownToken shownAtHandshake;
  private final Map<String, Channel> channels = new HashMap<>();
  private final Map<ShownToken, Holder> usedTickets = new HashMap<>();

  /**
   * A new connection.
   *
   * @param socket sends a text; what it returns is complete once the text has left
   * @param later has something done on this connection's thread, in its turn
   */
  Connection(
      Serializer serializer,
      Function<String, CompletableFuture<?>> socket,
      EventTail tail,
      OpenStreams streams,
      TokenExchange tokens,
      Consumer<Conversation.Turn> later,
      @Nullable ShownToken shownAtHandshake) {
    this.serializer = serializer;
    this.socket = socket;
    this.tail = tail;
    this.streams = streams;
    this.later = later;
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
          "TopicNameRequired: topics here are realtime:tasks:<organization> and"
              + " realtime:projects:<organization>");
      return;
    }
    drop(message.topic());
    if (channels.size() >= MOST_CHANNELS) {
      refuse(message, "ChannelRateLimitReached: Too many channels");
      return;
    }
    ShownToken own = accessToken(message);
    ShownToken shown = own.ofPerson() ? own : shownAtHandshake;
    try {
      Optional<Holder> holder = shown == null ? Optional.empty() : holderOf(shown);
      if (shown == null || holder.isEmpty()) {
        refuse(message, "Unauthorized: join with the access token of a signed-in user");
      } else {
        join(message, topic.get(), shown, holder.get());
      }
    } catch (IOException e) {
      LOG.warn("event=join_refused cause=\"auth-service is away\" follows=\"it joins again\"", e);
      refuse(message, "UnableToConnectToProject: the token cannot be checked at the moment");
    }
  }

  /** A topic that may not be heard is refused, so that nobody waits for what never comes. */
  private void join(PhoenixMessage message, LiveTopic topic, ShownToken shown, Holder holder) {
    try {
      if (!tail.maySee(topic.interestOf(holder.userId()))) {
        refuse(
            message,
            "Unauthorized: You do not have permissions to read from this Channel topic: "
                + topic.name());
        return;
      }
    } catch (StatusUnavailable e) {
      LOG.warn("event=join_refused cause=\"no database\" follows=\"it joins again\"", e);
      refuse(message, "UnableToConnectToProject: the rights cannot be looked up at the moment");
      return;
    }
    follow(message, topic, shown, holder);
  }

  private void follow(PhoenixMessage message, LiveTopic topic, ShownToken shown, Holder holder) {
    var channel = new Channel(this, message.topic(), message.joinRef(), shown);
    channels.put(message.topic(), channel);
    var response = JSON.objectNode();
    response.putArray("postgres_changes");
    reply(message, "ok", response);
    channel.open();
    streams.add(holder, channel.mailbox(), () -> later.accept(_ -> revoked(channel)));
    tail.follow(topic.interestOf(holder.userId()), channel.mailbox(), null);
  }

  private void revoked(Channel channel) {
    if (channels.remove(channel.topic(), channel)) {
      tail.leave(channel.mailbox());
      channel.refuse(REVOKED);
    }
  }

  private void leave(PhoenixMessage message) {
    reply(message, "ok", JSON.objectNode());
    Channel channel = channels.get(message.topic());
    if (channel != null && channel.joinedBy(message.joinRef())) {
      drop(message.topic());
      channel.close();
    }
  }

  /** The client's token was renewed; no reply. What cannot be a user's token is ignored. */
  private void refresh(PhoenixMessage message) throws InterruptedException {
    ShownToken token = accessToken(message);
    Channel channel = channels.get(message.topic());
    if (channel != null && token.ofPerson() && !token.equals(channel.token())) {
      channel.token(token);
      check(message.topic(), channel);
    }
  }

  private void other(PhoenixMessage message) {
    if (!channels.containsKey(message.topic())) {
      refuse(message, "unmatched topic");
    }
    // Otherwise ignored: nothing a client could say changes what happened.
  }

  /** Asks again whether the tokens are still good; closes the channels of those that are not. */
  void checkTokens() throws InterruptedException {
    for (String topic : List.copyOf(channels.keySet())) {
      Channel channel = channels.get(topic);
      if (channel != null) {
        check(topic, channel);
      }
    }
  }

  private void check(String topic, Channel channel) throws InterruptedException {
    try {
      if (holderOf(channel.token()).isEmpty()) {
        drop(topic);
        channel.refuse(REVOKED);
      }
    } catch (IOException e) {
      LOG.warn("event=token_not_checked cause=\"auth-service is away\" follows=\"tried again\"", e);
    }
  }

  /** A ticket is used up by its first exchange and good for this connection from then on. */
  private Optional<Holder> holderOf(ShownToken token) throws IOException, InterruptedException {
    Holder known = usedTickets.get(token);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Holder> holder = tokens.holderOf(token);
    if (token.ticket() && holder.isPresent()) {
      usedTickets.put(token, holder.get());
    }
    return holder;
  }

  private void drop(String topic) {
    Channel channel = channels.remove(topic);
    if (channel != null) {
      tail.leave(channel.mailbox());
    }
  }

  /** The socket is gone. */
  void closed() {
    List.copyOf(channels.keySet()).forEach(this::drop);
  }

  private void refuse(PhoenixMessage message, String reason) {
    reply(message, "error", JSON.objectNode().put("reason", reason));
  }

  /**
   * Waits until the reply has left, so that who does not read cannot make us answer without end.
   */
  private void reply(PhoenixMessage message, String status, JsonNode response) {
    ObjectNode payload = JSON.objectNode().put("status", status);
    payload.set("response", response);
    send(new PhoenixMessage(
            message.joinRef(), message.ref(), message.topic(), "phx_reply", payload))
        .exceptionally(_ -> null) // gone; its close takes care of the rest
        .join();
  }

  /** Sends a message; complete once it has left. */
  CompletableFuture<?> send(PhoenixMessage message) {
    return socket.apply(serializer.write(message));
  }

  private static ShownToken accessToken(PhoenixMessage message) {
    return new ShownToken(message.payload().path("access_token").asText(""));
  }
}
