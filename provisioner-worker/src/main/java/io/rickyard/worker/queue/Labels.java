package io.rickyard.worker.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Labels as they stand in the tables; equal labels are written equally. */
final class Labels {

  private static final TypeReference<Map<String, String>> TYPE = new TypeReference<>() {};

  private Labels() {}

  static String write(Map<String, String> labels) throws SQLException {
    try {
      return ContractJson.mapper().writeValueAsString(new TreeMap<>(labels));
    } catch (IOException e) {
      throw new SQLException("Labels cannot be written", e);
    }
  }

  static Map<String, String> read(String text) throws SQLException {
    try {
      return ContractJson.mapper().readValue(text, TYPE);
    } catch (IOException e) {
      throw new SQLException("Stored labels cannot be read", e);
    }
  }
}
