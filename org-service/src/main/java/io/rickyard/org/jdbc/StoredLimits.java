package io.rickyard.org.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.ServiceLimits;
import java.util.Map;

/** The limits of a project's services as they stand in the table. */
final class StoredLimits {

  private static final TypeReference<Map<String, ServiceLimits>> TYPE = new TypeReference<>() {};

  private StoredLimits() {}

  static Map<String, ServiceLimits> read(String json) {
    try {
      return ContractJson.mapper().readValue(json, TYPE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored limits cannot be read", e);
    }
  }

  static String write(Map<String, ServiceLimits> limits) {
    try {
      return ContractJson.mapper().writeValueAsString(limits);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Limits cannot be stored", e);
    }
  }
}
