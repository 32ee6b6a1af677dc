package io.rickyard.auth.jdbc;

import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.BrowserHandles;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code browser_handle}. */
@Singleton
final class BrowserHandleTable implements BrowserHandles {

  private final Transactions transactions;

  BrowserHandleTable(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(OpaqueToken handle, SessionId session, Instant now) {
    transactions.run(transaction -> {
      try (var insert =
          transaction
              .connection()
              .prepareStatement(
                  "insert into browser_handle (hash, session_id, created_at) values (?, ?, ?)")) {
        insert.setBytes(1, handle.hash());
        insert.setObject(2, session.value());
        insert.setObject(3, Timestamps.at(now));
        insert.executeUpdate();
      }
    });
  }

  @Override
  public Optional<Session> find(OpaqueToken handle) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      try (var select =
          connection.prepareStatement("select session_id from browser_handle where hash = ?")) {
        select.setBytes(1, handle.hash());
        try (ResultSet rows = select.executeQuery()) {
          return rows.next()
              ? SessionTable.find(connection, new SessionId(rows.getObject(1, UUID.class)))
              : Optional.empty();
        }
      }
    });
  }
}
