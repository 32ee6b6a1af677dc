package io.rickyard.org.payload;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.org.hook.DeliveryFacts;
import org.jspecify.annotations.Nullable;

/**
 * What a sender of Standard Webhooks says: {@code type} is the event; {@code repository}, {@code
 * ref} and {@code sha} stand in {@code data} or beside it.
 */
final class StandardPayload {

  private StandardPayload() {}

  static DeliveryFacts facts(JsonNode payload) {
    return new DeliveryFacts(
        Texts.at(payload, "/type"),
        text(payload, "repository"),
        text(payload, "ref"),
        text(payload, "sha"));
  }

  private static @Nullable String text(JsonNode payload, String field) {
    return Texts.first(Texts.at(payload, "/data/" + field), Texts.at(payload, "/" + field));
  }
}
