package io.rickyard.auth.http.gotrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.contracts.json.ContractJson;
import org.jspecify.annotations.Nullable;

/** Reads bodies as GoTrue does: fields that are not known are no error, broken JSON is bad_json. */
final class GoTrueJson {

  private GoTrueJson() {}

  static ObjectNode object(@Nullable String body) {
    try {
      JsonNode tree =
          ContractJson.mapper().readTree(body == null || body.isBlank() ? "null" : body);
      if (tree instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException _) {
      throw new GoTrueRefusal(GoTrueError.BAD_JSON, "Could not parse request body as JSON");
    }
    throw new GoTrueRefusal(GoTrueError.BAD_JSON, "The request body is no JSON object");
  }

  static @Nullable String text(ObjectNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new GoTrueRefusal(GoTrueError.BAD_JSON, field + " must be a string");
    }
    if (value.textValue().indexOf('\0') >= 0) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, field + " holds a null character");
    }
    return value.textValue();
  }

  static String required(ObjectNode object, String field) {
    String value = text(object, field);
    if (value == null || value.isEmpty()) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, field + " is required");
    }
    return value;
  }

  static EmailAddress email(ObjectNode object) {
    try {
      return new EmailAddress(required(object, "email"));
    } catch (IllegalArgumentException e) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, String.valueOf(e.getMessage()));
    }
  }

  /** Nothing here is sent to phones. */
  static void refusePhone(ObjectNode object) {
    String phone = text(object, "phone");
    if (phone != null && !phone.isEmpty()) {
      throw new GoTrueRefusal(
          GoTrueError.PHONE_PROVIDER_DISABLED, "Phone logins and changes are disabled");
    }
  }

  static JsonNode tree(String json) {
    try {
      return ContractJson.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored metadata is no JSON", e);
    }
  }
}
