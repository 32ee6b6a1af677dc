package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.deed.RequestKey;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.PersonalAccessToken;
import io.rickyard.auth.token.PersonalAccessTokens;
import io.rickyard.auth.user.UserId;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code personal_access_token}. */
@Singleton
final class PersonalAccessTokenTable implements PersonalAccessTokens {

  private static final Duration COARSE = Duration.ofMinutes(1);

  private static final String COLUMNS =
      """
      select id, user_id, name, hint, scopes, created_at, expires_at, last_used_at
        from personal_access_token
       where revoked_at is null and
      """;

  private static final String SHOWN = " (hash = ? or previous_hash = ? and previous_until > ?)";

  private static final String INSERT =
      """
      insert into personal_access_token
             (id, user_id, name, hint, scopes, hash, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String TOUCH =
      """
      update personal_access_token set last_used_at = ?
       where id = ? and (last_used_at is null or last_used_at < ?)
      """;

  /** The secret before the one before ends at once: two are enough to replace one. */
  private static final String ROTATE =
      """
      update personal_access_token
         set previous_hash = hash, previous_until = ?, hash = ?, hint = ?
       where user_id = ? and id = ? and revoked_at is null
      """;

  private static final String REVOKE =
      """
      update personal_access_token set revoked_at = ?
       where user_id = ? and revoked_at is null and (? or id = ?)
      returning id
      """;

  private final Transactions transactions;
  private final DeedRecords deeds;
  private final RequestKeyTable keys;

  PersonalAccessTokenTable(Transactions transactions, DeedRecords deeds, RequestKeyTable keys) {
    this.keys = keys;
    this.transactions = transactions;
    this.deeds = deeds;
  }

  @Override
  public UUID add(
      PersonalAccessToken token, OpaqueToken secret, Cause cause, @Nullable RequestKey key) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      if (key != null) {
        var before = keys.keep(connection, key, token.id());
        if (before.isPresent()) {
          return before.get();
        }
      }
      insert(transaction, token, secret, cause);
      return token.id();
    });
  }

  /** Keeps one within a transaction. */
  void insert(Transaction transaction, PersonalAccessToken token, OpaqueToken secret, Cause cause)
      throws SQLException {
    var connection = transaction.connection();
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, token.id());
      insert.setObject(2, token.user().value());
      insert.setString(3, token.name());
      insert.setString(4, token.hint());
      insert.setArray(5, connection.createArrayOf("text", token.scopes().toArray()));
      insert.setBytes(6, secret.hash());
      insert.setObject(7, Timestamps.at(token.createdAt()));
      insert.setObject(8, Timestamps.atOrNull(token.expiresAt()));
      insert.executeUpdate();
    }
    deeds.done(transaction, cause, "token.create", token.id().toString());
  }

  @Override
  public List<PersonalAccessToken> of(UserId user) {
    return transactions.call(transaction -> {
      try (var select =
          transaction
              .connection()
              .prepareStatement(COLUMNS + " user_id = ? order by created_at desc, id desc")) {
        select.setObject(1, user.value());
        return read(select);
      }
    });
  }

  @Override
  public Optional<PersonalAccessToken> use(OpaqueToken secret, Instant now) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      Optional<PersonalAccessToken> found;
      try (var select = connection.prepareStatement(COLUMNS + SHOWN)) {
        select.setBytes(1, secret.hash());
        select.setBytes(2, secret.hash());
        select.setObject(3, Timestamps.at(now));
        found = read(select).stream().findFirst();
      }
      if (found.isPresent() && isStale(found.get(), now)) {
        touch(connection, found.get().id(), now);
      }
      return found;
    });
  }

  @Override
  public Optional<Boolean> rotate(
      UserId user,
      UUID id,
      OpaqueToken secret,
      Instant previousUntil,
      Cause cause,
      @Nullable RequestKey key) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      if (key != null && keys.keep(connection, key, id).isPresent()) {
        return Optional.of(false);
      }
      try (var rotate = connection.prepareStatement(ROTATE)) {
        rotate.setObject(1, Timestamps.at(previousUntil));
        rotate.setBytes(2, secret.hash());
        rotate.setString(3, secret.hint());
        rotate.setObject(4, user.value());
        rotate.setObject(5, id);
        if (rotate.executeUpdate() == 0) {
          return Optional.empty();
        }
      }
      deeds.done(transaction, cause, "token.rotate", id.toString());
      return Optional.of(true);
    });
  }

  @Override
  public boolean revoke(UserId user, UUID id, Cause cause) {
    return transactions.call(transaction -> {
      var revoked = revoke(transaction, user, id, false, cause.at());
      if (!revoked.isEmpty()) {
        deeds.done(transaction, cause, "token.revoke", id.toString(), user, revoked);
      }
      return !revoked.isEmpty();
    });
  }

  /** Makes one void, if it is not yet. */
  void revoke(Transaction transaction, UserId user, UUID id, Cause cause) throws SQLException {
    var revoked = revoke(transaction, user, id, false, cause.at());
    if (!revoked.isEmpty()) {
      deeds.done(transaction, cause, "token.revoke", id.toString(), user, revoked);
    }
  }

  /** Makes all of somebody's void. */
  List<IdentityEvent> revokeOf(Transaction transaction, UserId user, Instant now)
      throws SQLException {
    return revoke(transaction, user, user.value(), true, now);
  }

  private static List<IdentityEvent> revoke(
      Transaction transaction, UserId user, UUID id, boolean all, Instant now) throws SQLException {
    try (var update = transaction.connection().prepareStatement(REVOKE)) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, user.value());
      update.setBoolean(3, all);
      update.setObject(4, id);
      List<IdentityEvent> revoked = new ArrayList<>();
      try (ResultSet rows = update.executeQuery()) {
        while (rows.next()) {
          revoked.add(new IdentityEvent.TokenRevoked(now, rows.getString(1)));
        }
      }
      return revoked;
    }
  }

  private static boolean isStale(PersonalAccessToken token, Instant now) {
    var last = token.lastUsedAt();
    return last == null || last.isBefore(now.minus(COARSE));
  }

  private static void touch(Connection connection, UUID id, Instant now) throws SQLException {
    try (var update = connection.prepareStatement(TOUCH)) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, id);
      update.setObject(3, Timestamps.at(now.minus(COARSE)));
      update.executeUpdate();
    }
  }

  private static List<PersonalAccessToken> read(PreparedStatement select) throws SQLException {
    List<PersonalAccessToken> tokens = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        tokens.add(
            new PersonalAccessToken(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("name"),
                row.getString("hint"),
                Arrays.asList((String[]) row.getArray("scopes").getArray()),
                Timestamps.read(row, "created_at"),
                Timestamps.readOrNull(row, "expires_at"),
                Timestamps.readOrNull(row, "last_used_at")));
      }
    }
    return tokens;
  }
}
