package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.RequestKey;
import io.rickyard.auth.deed.RequestKeyReused;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The table {@code request_key}: what was made under whose idempotency key. Two requests that come
 * at the same time meet at its primary key, and the second waits for the first one's commit.
 */
@Singleton
final class RequestKeyTable {

  private static final String TAKE =
      """
      insert into request_key as k (principal, scope, key, fingerprint, made, expires_at)
      values (?, ?, ?, ?, ?, clock_timestamp() + interval '24 hours')
      on conflict (principal, scope, key) do update
        set fingerprint = excluded.fingerprint, made = excluded.made,
            expires_at = excluded.expires_at
        where k.expires_at <= clock_timestamp()
      """;

  private static final String FIND =
      "select fingerprint, made from request_key where principal = ? and scope = ? and key = ?";

  /**
   * Keeps what is made under a key in this transaction; or, where something was made under it
   * before, says what.
   *
   * @throws RequestKeyReused when that was asked for with another body
   */
  Optional<UUID> keep(Connection connection, RequestKey key, UUID made) throws SQLException {
    try (var take = connection.prepareStatement(TAKE)) {
      take.setObject(1, key.user().value());
      take.setString(2, key.scope());
      take.setString(3, key.key());
      take.setString(4, key.fingerprint());
      take.setObject(5, made);
      return take.executeUpdate() > 0 ? Optional.empty() : Optional.of(find(connection, key));
    }
  }

  private static UUID find(Connection connection, RequestKey key) throws SQLException {
    try (var find = connection.prepareStatement(FIND)) {
      find.setObject(1, key.user().value());
      find.setString(2, key.scope());
      find.setString(3, key.key());
      try (var row = find.executeQuery()) {
        if (!row.next() || !row.getString("fingerprint").equals(key.fingerprint())) {
          throw new RequestKeyReused();
        }
        return row.getObject("made", UUID.class);
      }
    }
  }
}
