package io.rickyard.gateway.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A request that reached a double; header names are in lower case. */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Asked(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  /** Method and path. */
  public String line() {
    return method + " " + path;
  }

  /** The body as JSON. */
  public JsonNode json() {
    try {
      return ContractJson.mapper().readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
