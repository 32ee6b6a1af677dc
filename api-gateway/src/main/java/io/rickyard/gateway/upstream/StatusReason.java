package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Why a stack is as it is.
 *
 * @param code stable, where there is one
 * @param message for people
 */
public record StatusReason(@Nullable String code, String message) {

  /** Reads {@code {code, message}}, or a sentence alone. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static StatusReason of(JsonNode json) {
    return json.isObject()
        ? new StatusReason(json.path("code").asText(null), json.path("message").asText(""))
        : new StatusReason(null, json.asText());
  }
}
