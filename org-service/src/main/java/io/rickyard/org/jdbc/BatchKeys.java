package io.rickyard.org.jdbc;

import io.rickyard.contracts.TaskId;
import io.rickyard.org.acceptance.BatchIds;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Batches' keys in the table {@code idempotency_key}; the answer kept is the batch's id. */
final class BatchKeys implements BatchIds {

  private static final String CLAIM =
      """
      insert into idempotency_key as k (principal, scope, key, fingerprint, expires_at, answer)
      values (?, ?, ?, ?, clock_timestamp() + make_interval(hours => ?), to_jsonb(?::text))
      on conflict (principal, scope, key) do update
        set fingerprint = excluded.fingerprint, expires_at = excluded.expires_at,
            answer = excluded.answer, outbox_id = null, position = null
        where k.expires_at <= clock_timestamp()
      """;

  private static final String FIND =
      """
      select fingerprint, answer #>> '{}' from idempotency_key
       where principal = ? and scope = ? and key = ?
      """;

  private final Sessions sessions;

  BatchKeys(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public TaskId batch(UserId principal, IdempotencyKey key) {
    return sessions.as(
        principal,
        session -> {
          var fresh = TaskId.next();
          return claim(session, key, fresh) ? fresh : find(session, key);
        });
  }

  private static boolean claim(Session session, IdempotencyKey key, TaskId id) throws SQLException {
    try (PreparedStatement claim = session.connection().prepareStatement(CLAIM)) {
      claim.setObject(1, session.user().value());
      claim.setString(2, key.scope());
      claim.setString(3, key.key());
      claim.setString(4, key.fingerprint());
      claim.setInt(5, Math.toIntExact(IdempotencyKeyTable.LIFE.toHours()));
      claim.setString(6, id.toString());
      return claim.executeUpdate() > 0;
    }
  }

  private static TaskId find(Session session, IdempotencyKey key) throws SQLException {
    try (PreparedStatement find = session.connection().prepareStatement(FIND)) {
      find.setObject(1, session.user().value());
      find.setString(2, key.scope());
      find.setString(3, key.key());
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          throw new Refused(Refusal.BUSY, "The idempotency key ended its day just now");
        }
        if (!row.getString(1).equals(key.fingerprint())) {
          throw new Refused(
              Refusal.IDEMPOTENCY_KEY_REUSED, "The key was used with another body within 24 hours");
        }
        return TaskId.parse(row.getString(2));
      }
    }
  }
}
