package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.session.Opened;
import io.rickyard.auth.session.RefreshDecision;
import io.rickyard.auth.session.RefreshOutcome;
import io.rickyard.auth.session.RefreshTokens;
import io.rickyard.auth.session.Scope;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.session.SessionSettings;
import io.rickyard.auth.session.SessionView;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code session}. Whoever changes a session or its tokens holds the session's row. */
@Singleton
final class SessionTable implements Sessions {

  private static final String COLUMNS =
      """
      select id, user_id, method, created_at, expires_at, ended_at, verified_at
        from session where id = ?
      """;

  private static final String OF =
      """
      select id, user_id, method, created_at, expires_at, ended_at, verified_at, origin, agent,
             coalesce(last_used_at, created_at) as last_used_at
        from session
       where user_id = ? and ended_at is null and expires_at > ?
       order by created_at desc, id desc
      """;

  private static final String USE =
      """
      update session set last_used_at = ?
       where id = ? and coalesce(last_used_at, created_at) < ?
      """;

  private static final String END_WITH_ONE_FACTOR =
      """
      update session set ended_at = ?
       where user_id = ? and ended_at is null and verified_at is null and id <> ?
      returning id
      """;

  private static final String INSERT =
      """
      insert into session (id, user_id, method, created_at, expires_at, origin, agent)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String END =
      """
      update session set ended_at = ?
       where user_id = ? and ended_at is null and (? or (id = ?) = ?)
      returning id
      """;

  private static final Duration BETWEEN_USES = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final RefreshTokens tokens;
  private final SessionSettings settings;
  private final DeedRecords deeds;

  SessionTable(
      Transactions transactions,
      RefreshTokens tokens,
      SessionSettings settings,
      DeedRecords deeds) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.settings = settings;
    this.deeds = deeds;
  }

  @Override
  public Opened open(UserId user, SignInMethod method, Cause cause) {
    var session =
        new Session(
            new SessionId(MessageId.next().value()),
            user,
            method,
            cause.at(),
            cause.at().plus(settings.lifetime()),
            null,
            null);
    String token = tokens.first();
    transactions.run(transaction -> {
      var connection = transaction.connection();
      insert(connection, session, cause);
      RefreshTokenRows.insert(connection, tokens.hash(token), session.id(), cause.at());
      signedIn(connection, user, cause.at());
      deeds.done(transaction, cause, "session.open", session.id().toString());
    });
    return new Opened(session, token);
  }

  @Override
  public Optional<Session> find(SessionId id) {
    return transactions.call(transaction -> find(transaction.connection(), id, COLUMNS));
  }

  @Override
  public RefreshOutcome refresh(String refreshToken, Cause cause) {
    return transactions.call(transaction -> refresh(transaction, refreshToken, cause));
  }

  @Override
  public int end(Session session, Scope scope, Cause cause) {
    return transactions.call(transaction -> {
      var ended =
          switch (scope) {
            case GLOBAL -> end(transaction, session.user(), null, false, cause.at());
            case LOCAL -> end(transaction, session.user(), session.id(), true, cause.at());
            case OTHERS -> end(transaction, session.user(), session.id(), false, cause.at());
          };
      if (!ended.isEmpty()) {
        String target = session.id().toString();
        deeds.done(transaction, cause, "session.end", target, session.user(), ended);
      }
      return ended.size();
    });
  }

  @Override
  public Opened renew(SessionId id, Cause cause) {
    String token = tokens.first();
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      var session = find(connection, id, COLUMNS + " for update").orElseThrow();
      try (var delete =
          connection.prepareStatement("delete from refresh_token where session_id = ?")) {
        delete.setObject(1, id.value());
        delete.executeUpdate();
      }
      RefreshTokenRows.insert(connection, tokens.hash(token), id, cause.at());
      return new Opened(session, token);
    });
  }

  @Override
  public List<SessionView> of(UserId user, Instant now) {
    return transactions.call(transaction -> {
      List<SessionView> sessions = new ArrayList<>();
      try (var select = transaction.connection().prepareStatement(OF)) {
        select.setObject(1, user.value());
        select.setObject(2, Timestamps.at(now));
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            sessions.add(
                new SessionView(
                    read(rows),
                    rows.getString("origin"),
                    rows.getString("agent"),
                    Timestamps.read(rows, "last_used_at")));
          }
        }
      }
      return sessions;
    });
  }

  @Override
  public void use(SessionId id, Instant now) {
    transactions.run(transaction -> use(transaction.connection(), id, now));
  }

  @Override
  public boolean end(UserId user, SessionId id, Cause cause) {
    return transactions.call(transaction -> {
      var ended = end(transaction, user, id, true, cause.at());
      if (!ended.isEmpty()) {
        deeds.done(transaction, cause, "session.end", id.toString(), user, ended);
      }
      return !ended.isEmpty();
    });
  }

  /** Ends somebody's sessions in which only one factor was shown, but the one that stays. */
  List<IdentityEvent> endWithOneFactor(
      Transaction transaction, UserId user, SessionId stays, Instant now) throws SQLException {
    try (var update = transaction.connection().prepareStatement(END_WITH_ONE_FACTOR)) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, user.value());
      update.setObject(3, stays.value());
      return ended(update, now);
    }
  }

  /** At most once a minute: what is seen of it is no more exact. */
  private static void use(Connection connection, SessionId id, Instant now) throws SQLException {
    try (var update = connection.prepareStatement(USE)) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, id.value());
      update.setObject(3, Timestamps.at(now.minus(BETWEEN_USES)));
      update.executeUpdate();
    }
  }

  /** Ends somebody's sessions but the one that stays. */
  List<IdentityEvent> endOf(
      Transaction transaction, UserId user, @Nullable SessionId stays, Instant now)
      throws SQLException {
    return end(transaction, user, stays, false, now);
  }

  static Optional<Session> find(Connection connection, SessionId id) throws SQLException {
    return find(connection, id, COLUMNS);
  }

  /** The session is locked before its token is looked at, so that two refreshes take turns. */
  private RefreshOutcome refresh(Transaction transaction, String token, Cause cause)
      throws SQLException {
    var connection = transaction.connection();
    var known = RefreshTokenRows.find(connection, tokens.hash(token));
    if (known.isEmpty()) {
      return new RefreshOutcome.Unknown();
    }
    var session = find(connection, known.get().session(), COLUMNS + " for update").orElseThrow();
    use(connection, session.id(), cause.at());
    var person = cause.by(new Actor(Actor.Kind.PERSON, session.user().toString(), null));
    var shown = RefreshTokenRows.find(connection, tokens.hash(token)).orElseThrow();
    return switch (RefreshDecision.decide(session, shown.usedAt(), cause.at(), settings.grace())) {
      case RefreshDecision.Rotate _ ->
          new RefreshOutcome.Refreshed(session, rotate(connection, token, session, cause.at()));
      case RefreshDecision.FollowChild _ ->
          new RefreshOutcome.Refreshed(session, newest(connection, token));
      case RefreshDecision.SessionOver _ -> new RefreshOutcome.Over();
      case RefreshDecision.RevokeSession _ -> {
        var ended = end(transaction, session.user(), session.id(), true, cause.at());
        String target = session.id().toString();
        deeds.done(transaction, person, "session.revoke_reused", target, session.user(), ended);
        yield new RefreshOutcome.Reused();
      }
    };
  }

  private String rotate(Connection connection, String token, Session session, Instant now)
      throws SQLException {
    byte[] salt = tokens.salt();
    String child = tokens.child(token, salt);
    RefreshTokenRows.use(connection, tokens.hash(token), salt, now);
    RefreshTokenRows.insert(connection, tokens.hash(child), session.id(), now);
    return child;
  }

  /** Follows the rotations from a used token to the one that is not used yet. */
  private String newest(Connection connection, String used) throws SQLException {
    String token = used;
    var row = RefreshTokenRows.find(connection, tokens.hash(token)).orElseThrow();
    for (byte[] salt = row.salt(); salt != null; salt = row.salt()) {
      token = tokens.child(token, salt);
      row = RefreshTokenRows.find(connection, tokens.hash(token)).orElseThrow();
    }
    return token;
  }

  private static List<IdentityEvent> end(
      Transaction transaction, UserId user, @Nullable SessionId one, boolean onlyOne, Instant now)
      throws SQLException {
    try (var update = transaction.connection().prepareStatement(END)) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, user.value());
      update.setBoolean(3, one == null);
      update.setObject(4, one == null ? user.value() : one.value());
      update.setBoolean(5, onlyOne);
      return ended(update, now);
    }
  }

  private static List<IdentityEvent> ended(PreparedStatement update, Instant now)
      throws SQLException {
    List<IdentityEvent> ended = new ArrayList<>();
    try (ResultSet rows = update.executeQuery()) {
      while (rows.next()) {
        ended.add(new IdentityEvent.SessionRevoked(now, rows.getString(1)));
      }
    }
    return ended;
  }

  private static void insert(Connection connection, Session session, Cause cause)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, session.id().value());
      insert.setObject(2, session.user().value());
      insert.setString(3, session.method().wireName());
      insert.setObject(4, Timestamps.at(session.createdAt()));
      insert.setObject(5, Timestamps.at(session.expiresAt()));
      insert.setString(6, cause.origin());
      insert.setString(7, cause.agent());
      insert.executeUpdate();
    }
  }

  private static void signedIn(Connection connection, UserId user, Instant now)
      throws SQLException {
    try (var update =
        connection.prepareStatement("update users set last_sign_in_at = ? where id = ?")) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, user.value());
      update.executeUpdate();
    }
  }

  private static Optional<Session> find(Connection connection, SessionId id, String sql)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, id.value());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(read(rows)) : Optional.empty();
      }
    }
  }

  private static Session read(ResultSet row) throws SQLException {
    return new Session(
        new SessionId(row.getObject("id", UUID.class)),
        new UserId(row.getObject("user_id", UUID.class)),
        SignInMethod.named(row.getString("method")),
        Timestamps.read(row, "created_at"),
        Timestamps.read(row, "expires_at"),
        Timestamps.readOrNull(row, "ended_at"),
        Timestamps.readOrNull(row, "verified_at"));
  }
}
