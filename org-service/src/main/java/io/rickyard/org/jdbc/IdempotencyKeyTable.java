package io.rickyard.org.jdbc;

import io.rickyard.contracts.Position;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.OutboxId;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code idempotency_key}, which decides alone whether a request came before. Two that
 * come at the same time meet at its primary key: the second waits until the first has committed,
 * and then replays, or until it has been rolled back, and then is the first.
 */
final class IdempotencyKeyTable {

  /** How long a key is remembered; stated in the API. */
  static final Duration LIFE = Duration.ofHours(24);

  /** A key that has outlived its day is as good as new. */
  private static final String CLAIM =
      """
      insert into idempotency_key as k (principal, scope, key, fingerprint, expires_at)
      values (?, ?, ?, ?, clock_timestamp() + make_interval(hours => ?))
      on conflict (principal, scope, key) do update
        set fingerprint = excluded.fingerprint, expires_at = excluded.expires_at,
            answer = null, outbox_id = null, position = null
        where k.expires_at <= clock_timestamp()
      """;

  private static final String FIND =
      """
      select fingerprint, answer, outbox_id, position
        from idempotency_key
       where principal = ? and scope = ? and key = ?
      """;

  private static final String FILL =
      """
      update idempotency_key set answer = ?::jsonb, outbox_id = ?
       where principal = ? and scope = ? and key = ?
      """;

  private static final String SENT =
      "update idempotency_key set position = ? where outbox_id = ? and position is null";

  private static final String PURGE =
      "delete from idempotency_key where expires_at <= clock_timestamp()";

  /** What was answered under a key, and where its command stands. */
  record Kept(String answer, long outboxId, @Nullable String position) {}

  /** Makes something and names it. */
  @FunctionalInterface
  interface Making {
    String make() throws SQLException;
  }

  /**
   * Makes something once under a key; without a key, every time. A refusal rolls the key back with
   * the rest.
   *
   * @return what was made now, or under the same key before
   */
  Once<String> once(Session session, @Nullable IdempotencyKey key, Making making)
      throws SQLException {
    if (key == null) {
      return Once.now(making.make());
    }
    var before = take(session, key);
    if (before.isPresent()) {
      return Once.before(MadeAnswer.parse(before.get().answer()).made());
    }
    String made = making.make();
    keep(session, key, new MadeAnswer(made).json(), null);
    return Once.now(made);
  }

  /** Takes a key for this transaction, or finds what was promised under it. */
  Optional<Acceptance> claim(Session session, IdempotencyKey key) throws SQLException {
    return take(session, key)
        .map(kept ->
            StoredAnswer.parse(kept.answer())
                .replay(new OutboxId(kept.outboxId()), kept.position()));
  }

  /** Keeps what is promised under the key that this transaction has taken. */
  void fill(Session session, IdempotencyKey key, Acceptance acceptance) throws SQLException {
    keep(session, key, StoredAnswer.of(acceptance).json(), acceptance.outboxId().value());
  }

  /** Takes a key for this transaction, or finds what was answered under it. */
  Optional<Kept> take(Session session, IdempotencyKey key) throws SQLException {
    try (PreparedStatement claim = session.connection().prepareStatement(CLAIM)) {
      int next = bind(claim, 1, session, key);
      claim.setString(next, key.fingerprint());
      claim.setInt(next + 1, Math.toIntExact(LIFE.toHours()));
      return claim.executeUpdate() > 0 ? Optional.empty() : Optional.of(find(session, key));
    }
  }

  /** Keeps an answer, in JSON, and the row of its command, if it has one. */
  void keep(Session session, IdempotencyKey key, String answer, @Nullable Long outboxId)
      throws SQLException {
    try (PreparedStatement fill = session.connection().prepareStatement(FILL)) {
      fill.setString(1, answer);
      fill.setObject(2, outboxId, Types.BIGINT);
      bind(fill, 3, session, key);
      fill.executeUpdate();
    }
  }

  void sent(Connection connection, OutboxId id, Position position) throws SQLException {
    try (PreparedStatement sent = connection.prepareStatement(SENT)) {
      sent.setString(1, position.text());
      sent.setLong(2, id.value());
      sent.executeUpdate();
    }
  }

  int purge(Connection connection) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(PURGE)) {
      return purge.executeUpdate();
    }
  }

  private Kept find(Session session, IdempotencyKey key) throws SQLException {
    try (PreparedStatement find = session.connection().prepareStatement(FIND)) {
      bind(find, 1, session, key);
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          throw new Refused(Refusal.BUSY, "The idempotency key ended its day just now");
        }
        if (!row.getString("fingerprint").equals(key.fingerprint())) {
          throw new Refused(
              Refusal.IDEMPOTENCY_KEY_REUSED, "The key was used with another body within 24 hours");
        }
        return new Kept(
            row.getString("answer"), row.getLong("outbox_id"), row.getString("position"));
      }
    }
  }

  private static int bind(
      PreparedStatement statement, int first, Session session, IdempotencyKey key)
      throws SQLException {
    statement.setObject(first, session.user().value());
    statement.setString(first + 1, key.scope());
    statement.setString(first + 2, key.key());
    return first + 3;
  }
}
