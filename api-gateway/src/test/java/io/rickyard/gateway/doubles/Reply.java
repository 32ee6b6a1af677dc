package io.rickyard.gateway.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.json.ContractJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a double answers. */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

  /** Without headers of its own. */
  public Reply(int status, String contentType, byte[] body) {
    this(status, contentType, body, Map.of());
  }

  /** The same with a header. */
  public Reply with(String name, String value) {
    return new Reply(status, contentType, body, Map.of(name, value));
  }

  /** Some JSON. */
  public static Reply json(int status, Object body) {
    try {
      return new Reply(status, "application/json", ContractJson.mapper().writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** A refusal. */
  public static Reply problem(int status, String code, String detail) {
    var problem =
        Map.of(
            "type", "urn:rickyard:error:" + code, "status", status, "code", code, "detail", detail);
    return new Reply(status, "application/problem+json", json(status, problem).body());
  }

  /** Nothing. */
  public static Reply empty(int status) {
    return new Reply(status, "text/plain", new byte[0]);
  }

  /** Some text. */
  public static Reply text(String contentType, String text) {
    return new Reply(200, contentType, text.getBytes(StandardCharsets.UTF_8));
  }
}
