package io.rickyard.messaging;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.topic.Topic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between envelopes and bytes. */
public final class MessageCodec {

  private MessageCodec() {}

  /** The message for an envelope, under the key that the envelope gives. */
  public static OutgoingMessage encode(Topic topic, Envelope<?> envelope) {
    return encode(topic, envelope.key(), envelope);
  }

  /** The message for an envelope, under another key, as the organizations' topic needs it. */
  public static OutgoingMessage encode(Topic topic, String key, Envelope<?> envelope) {
    return new OutgoingMessage(topic, key, ContractJson.write(envelope), headers(envelope));
  }

  /**
   * Whether this version of Rickyard knows the message's type. An unknown one comes from a newer
   * version and is passed over.
   */
  public static boolean knows(IncomingMessage message) {
    String type = message.headers().get(MessageHeader.TYPE);
    return type == null || ContractJson.knows(type);
  }

  /**
   * Reads a message.
   *
   * @throws UnreadableMessage when its bytes are no message of a known type
   */
  public static Received decode(IncomingMessage message) throws UnreadableMessage {
    String key = message.key();
    byte[] value = message.value();
    if (key == null || value == null) {
      throw new UnreadableMessage(message, "it has no " + (key == null ? "key" : "value"), null);
    }
    try {
      return new Received(message.position(), key, ContractJson.read(value), message.headers());
    } catch (IOException e) {
      // Jackson's message may quote the body.
      throw new UnreadableMessage(message, e.getClass().getSimpleName(), e);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UnreadableMessage(message, "it breaks its own rules", e);
    }
  }

  private static Map<String, String> headers(Envelope<?> envelope) {
    Map<String, String> headers = new HashMap<>();
    put(headers, MessageHeader.MESSAGE_ID, envelope.messageId());
    put(headers, MessageHeader.TYPE, envelope.type());
    put(headers, MessageHeader.SCHEMA_VERSION, envelope.schemaVersion());
    put(headers, MessageHeader.ENTITY, envelope.entity());
    put(headers, MessageHeader.VERSION, envelope.version());
    put(headers, MessageHeader.ORGANIZATION, envelope.organization());
    put(headers, MessageHeader.PROJECT, envelope.project());
    put(headers, MessageHeader.GENERATION, envelope.generation());
    put(headers, MessageHeader.CORRELATION_ID, envelope.correlationId());
    put(headers, MessageHeader.CAUSATION_ID, envelope.causationId());
    var trace = envelope.trace();
    put(headers, MessageHeader.TRACEPARENT, trace == null ? null : trace.traceparent());
    return headers;
  }

  private static void put(Map<String, String> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
  }
}
