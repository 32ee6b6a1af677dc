package io.rickyard.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A body that says what a key shall be.
 *
 * @param type publishable or secret; cannot be changed
 * @param name its name
 * @param description what it is for
 * @param secretJwtTemplate the claims of the token that a secret key stands for
 */
record KeyRequest(
    @Nullable String type,
    @Nullable String name,
    @Nullable String description,
    @Nullable JsonNode secretJwtTemplate) {

  /** The same for a key that there is not yet. */
  KeyRequest complete() {
    if (type == null || name == null) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "type and name: a key has both");
    }
    return this;
  }

  /** As the worker wants it. */
  Object sent() {
    var sent = new TreeMap<String, Object>();
    put(sent, "type", type);
    put(sent, "name", name);
    put(sent, "description", description);
    put(sent, "secret_jwt_template", secretJwtTemplate);
    return sent;
  }

  private static void put(TreeMap<String, Object> sent, String name, @Nullable Object value) {
    if (value != null) {
      sent.put(name, value);
    }
  }
}
