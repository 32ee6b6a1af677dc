package io.rickyard.worker.stack.jdbc;

import io.rickyard.messaging.Transaction;
import java.sql.SQLException;

/**
 * Tokens out of the sequence that the engine's claims take theirs from, so that the two compare.
 */
final class ClaimTokens {

  private ClaimTokens() {}

  static Long next(Transaction transaction) throws SQLException {
    try (var select = transaction.connection().prepareStatement("select nextval('claim_token')");
        var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
