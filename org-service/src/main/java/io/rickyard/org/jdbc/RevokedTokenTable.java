package io.rickyard.org.jdbc;

import io.rickyard.messaging.Transaction;
import io.rickyard.org.hook.RevokedTokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The table {@code revoked_token}. It holds tokens of no hook, too: a revocation may be told while
 * the hook that names the token is being made, and counts for it all the same.
 */
final class RevokedTokenTable implements RevokedTokens {

  private static final String REVOKE =
      "insert into revoked_token (id, revoked_at) values (?, ?) on conflict do nothing";

  private static final String REVOKED = "select from revoked_token where id = ?";

  /** No hook is made with a token that was void before it was asked for, so a day is plenty. */
  private static final String PURGE =
      """
      delete from revoked_token r
       where revoked_at < clock_timestamp() - interval '1 day'
         and not exists (select from hook where token_id = r.id)
      """;

  @Override
  public void revoke(Transaction transaction, UUID token, Instant at) throws SQLException {
    try (PreparedStatement insert = transaction.connection().prepareStatement(REVOKE)) {
      insert.setObject(1, token);
      insert.setObject(2, at.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
  }

  /** Whether a token is known to be void at this moment. */
  static boolean revoked(Session session, UUID token) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(REVOKED)) {
      select.setObject(1, token);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Forgets those that no hook names; the connection sees the hooks of all organizations. */
  static int purge(Connection connection) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(PURGE)) {
      return purge.executeUpdate();
    }
  }
}
