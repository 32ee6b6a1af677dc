package io.rickyard.auth.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What of somebody is kept and shown, by the names that GoTrue's clients know. */
final class Profiles {

  private static final int LONGEST = 1_024;

  private final ObjectNode data = JsonNodeFactory.instance.objectNode();

  Profiles put(String name, @Nullable String value) {
    if (value != null && !value.isEmpty() && value.length() <= LONGEST && value.indexOf('\0') < 0) {
      data.put(name, value);
    }
    return this;
  }

  Profiles put(String name, boolean value) {
    data.put(name, value);
    return this;
  }

  String json() {
    return data.toString();
  }

  static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? value.textValue() : null;
  }
}
