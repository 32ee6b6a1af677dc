package io.rickyard.auth.jdbc;

import io.rickyard.auth.session.SessionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code refresh_token}, for whoever holds the session's row. */
final class RefreshTokenRows {

  private static final String INSERT =
      "insert into refresh_token (hash, session_id, created_at) values (?, ?, ?)";

  private static final String FIND =
      "select session_id, used_at, salt from refresh_token where hash = ?";

  private static final String USE =
      "update refresh_token set used_at = ?, salt = ? where hash = ? and used_at is null";

  private RefreshTokenRows() {}

  @SuppressWarnings("ArrayRecordComponent") // read and used within one method
  record Row(SessionId session, @Nullable Instant usedAt, byte @Nullable [] salt) {}

  static void insert(Connection connection, byte[] hash, SessionId session, Instant now)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setBytes(1, hash);
      insert.setObject(2, session.value());
      insert.setObject(3, Timestamps.at(now));
      insert.executeUpdate();
    }
  }

  static Optional<Row> find(Connection connection, byte[] hash) throws SQLException {
    try (var select = connection.prepareStatement(FIND)) {
      select.setBytes(1, hash);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new Row(
                    new SessionId(rows.getObject("session_id", UUID.class)),
                    Timestamps.readOrNull(rows, "used_at"),
                    rows.getBytes("salt")))
            : Optional.empty();
      }
    }
  }

  static void use(Connection connection, byte[] hash, byte[] salt, Instant now)
      throws SQLException {
    try (var update = connection.prepareStatement(USE)) {
      update.setObject(1, Timestamps.at(now));
      update.setBytes(2, salt);
      update.setBytes(3, hash);
      if (update.executeUpdate() != 1) {
        throw new IllegalStateException("A refresh token was used although its session was locked");
      }
    }
  }
}
