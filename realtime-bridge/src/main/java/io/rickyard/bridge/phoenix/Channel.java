package io.rickyard.bridge.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rickyard.bridge.stream.Frame;
import io.rickyard.bridge.stream.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * One joined topic of one connection: what the stream tells becomes broadcasts, one after the
 * other. Only its connection's thread calls it, except for what the mailbox delivers.
 */
final class Channel implements Mailbox.Outlet {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Connection connection;
  private final String topic;
  private final @Nullable String joinRef;
  private final Mailbox mailbox = new Mailbox(this, Thread::startVirtualThread);
  private ShownToken token;

  Channel(Connection connection, String topic, @Nullable String joinRef, ShownToken token) {
    this.connection = connection;
    this.topic = topic;
    this.joinRef = joinRef;
    this.token = token;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  String topic() {
    return topic;
  }

  /** Whether a message belongs to this join, and not to an earlier one of the same topic. */
  boolean joinedBy(@Nullable String ref) {
    return ref == null || joinRef == null || ref.equals(joinRef);
  }

  /** The token under which the channel was joined, or the newer one that was shown since. */
  ShownToken token() {
    return token;
  }

  void token(ShownToken newer) {
    token = newer;
  }

  /** Lets frames flow; each is sent when the one before has left. */
  void open() {
    mailbox.request(1);
  }

  @Override
  public void deliver(Frame frame) {
    if (frame.isPosition()) {
      mailbox.request(1); // the protocol has a heartbeat of its own
      return;
    }
    var payload = JSON.objectNode();
    payload.put("type", "broadcast");
    payload.put("event", frame.name());
    payload.set("payload", Serializer.parsed(frame.data()));
    var _ =
        connection
            .send(new PhoenixMessage(null, null, topic, "broadcast", payload))
            .whenComplete((_, failure) -> next(failure));
  }

  private void next(@Nullable Throwable failure) {
    if (failure == null) {
      mailbox.request(1);
    } else {
      mailbox.cancel(); // the connection is gone; its close takes care of the rest
    }
  }

  /** The stream ended on our side: the client may join again, and is to do so. */
  @Override
  public void end() {
    push("phx_error", JSON.objectNode());
  }

  /** Says why the channel ends, and ends it for good. */
  void refuse(String message) {
    var payload = JSON.objectNode();
    payload.put("extension", "system").put("status", "error").put("message", message);
    payload.put("channel", topic.replaceFirst("^realtime:", ""));
    push("system", payload);
    close();
  }

  /** Tells that the channel is closed. */
  void close() {
    push("phx_close", JSON.objectNode());
  }

  private void push(String event, JsonNode payload) {
    var _ = connection.send(new PhoenixMessage(joinRef, null, topic, event, payload));
  }
}
