package io.rickyard.worker.queue;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;

/** Reasons as they stand in a column. */
final class Reasons {

  private Reasons() {}

  static String write(Reason reason) {
    try {
      return ContractJson.mapper().writeValueAsString(reason);
    } catch (IOException e) {
      throw new UncheckedIOException("A reason cannot be written", e);
    }
  }

  static Reason read(String column) throws SQLException {
    try {
      return ContractJson.mapper().readValue(column, Reason.class);
    } catch (IOException e) {
      throw new SQLException("A stored reason cannot be read", e);
    }
  }
}
