package io.rickyard.bridge.phoenix;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One message of a Phoenix channel, in either direction.
 *
 * @param joinRef which join it belongs to
 * @param ref what a reply refers to; none when the server speaks by itself
 * @param topic the channel
 * @param event what is said
 * @param payload what goes with it
 */
record PhoenixMessage(
    @Nullable String joinRef, @Nullable String ref, String topic, String event, JsonNode payload) {

  PhoenixMessage {
    requireNonNull(topic, "topic");
    requireNonNull(event, "event");
    requireNonNull(payload, "payload");
  }
}
