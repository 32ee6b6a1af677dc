package io.rickyard.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An operation of the served description.
 *
 * @param method in capitals
 * @param path with names in braces
 * @param described what the description says of it
 */
public record ApiOperation(String method, String path, JsonNode described) {

  /** What a query of it may name. */
  public List<JsonNode> queryParameters() {
    var all = new ArrayList<JsonNode>();
    described
        .path("parameters")
        .forEach(parameter -> {
          if (parameter.path("in").asText().equals("query")) {
            all.add(parameter);
          }
        });
    return all;
  }

  /** The form of its body, and the media type that is written before it. */
  public Optional<JsonNode> body() {
    return Optional.of(described.at("/requestBody/content/application~1json/schema"))
        .filter(schema -> !schema.isMissingNode());
  }

  /** Whether it may answer with this status. */
  public boolean answers(int status) {
    return described.path("responses").has(Integer.toString(status));
  }

  /** The form of its answers with this status, where it is described as JSON. */
  public Optional<JsonNode> answer(int status) {
    return Optional.of(
            described
                .path("responses")
                .path(Integer.toString(status))
                .at("/content/application~1json/schema"))
        .filter(schema -> !schema.isMissingNode());
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
