package io.rickyard.bridge.phoenix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two text forms of a message: an object in version 1.0.0, an array {@code [join_ref, ref,
 * topic, event, payload]} in version 2.0.0 (Phoenix.Socket serializers).
 */
enum Serializer {
  /** Objects. */
  V1 {
    @Override
    String write(PhoenixMessage message) {
      var object = JSON.createObjectNode();
      object.put("topic", message.topic());
      object.put("event", message.event());
      object.set("payload", message.payload());
      object.put("ref", message.ref());
      object.put("join_ref", message.joinRef());
      return object.toString();
    }

    @Override
    Optional<PhoenixMessage> read(JsonNode json) {
      return json.isObject()
          ? message(
              json.path("join_ref"),
              json.path("ref"),
              json.path("topic"),
              json.path("event"),
              json.path("payload"))
          : Optional.empty();
    }
  },
  /** Arrays. */
  V2 {
    @Override
    String write(PhoenixMessage message) {
      ArrayNode array = JSON.createArrayNode();
      array.add(message.joinRef()).add(message.ref()).add(message.topic()).add(message.event());
      return array.add(message.payload()).toString();
    }

    @Override
    Optional<PhoenixMessage> read(JsonNode json) {
      return json.isArray() && json.size() == 5
          ? message(json.get(0), json.get(1), json.get(2), json.get(3), json.get(4))
          : Optional.empty();
    }
  };

  private static final JsonMapper JSON = new JsonMapper();

  abstract String write(PhoenixMessage message);

  abstract Optional<PhoenixMessage> read(JsonNode json);

  /** What a client sent; empty when it is no message of this version. */
  Optional<PhoenixMessage> read(String text) {
    try {
      return read(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The serializer of the {@code vsn} a client asks for; empty for one that is not spoken here. */
  static Optional<Serializer> version(@Nullable String vsn) {
    return switch (vsn) {
      case null -> Optional.of(V1);
      case "1.0.0" -> Optional.of(V1);
      case "2.0.0" -> Optional.of(V2);
      default -> Optional.empty();
    };
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The event log holds what is no JSON", e);
    }
  }

  private static Optional<PhoenixMessage> message(
      JsonNode joinRef, JsonNode ref, JsonNode topic, JsonNode event, JsonNode payload) {
    if (!topic.isTextual() || !event.isTextual()) {
      return Optional.empty();
    }
    return Optional.of(
        new PhoenixMessage(
            text(joinRef),
            text(ref),
            topic.asText(),
            event.asText(),
            payload.isMissingNode() ? JSON.createObjectNode() : payload));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() || node.isNumber() ? node.asText() : null;
  }
}
