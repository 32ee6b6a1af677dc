package io.rickyard.auth.jdbc;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.account.EmailTaken;
import io.rickyard.auth.account.UserChange;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.StatementRefused;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The table {@code users}. */
@Singleton
final class UserTable implements Users {

  private static final String COLUMNS =
      """
      select id, email, password_hash, email_confirmed_at, last_sign_in_at, metadata,
             banned_until, created_at, updated_at
        from users
      """;

  private static final String INSERT =
      """
      insert into users (id, email, password_hash, email_confirmed_at, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      """
      update users
         set email = coalesce(?, email),
             password_hash = coalesce(?, password_hash),
             metadata = metadata || coalesce(?::jsonb, '{}'),
             banned_until = coalesce(?, banned_until),
             updated_at = ?
       where id = ?
      """;

  private final Transactions transactions;
  private final SessionTable sessions;
  private final PersonalAccessTokenTable tokens;
  private final DeedRecords deeds;

  UserTable(
      Transactions transactions,
      SessionTable sessions,
      PersonalAccessTokenTable tokens,
      DeedRecords deeds) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.tokens = tokens;
    this.deeds = deeds;
  }

  @Override
  public Optional<User> find(UserId id) {
    return transactions.call(transaction -> one(transaction.connection(), id));
  }

  @Override
  public Optional<User> find(EmailAddress email) {
    return transactions.call(transaction ->
        query(transaction.connection(), COLUMNS + " where email = ?", email.value()).stream()
            .findFirst());
  }

  @Override
  public List<User> all(Collection<UserId> ids) {
    UUID[] wanted = ids.stream().map(UserId::value).toArray(UUID[]::new);
    return transactions.call(transaction ->
        query(
            transaction.connection(),
            COLUMNS + " where id = any (?)",
            transaction.connection().createArrayOf("uuid", wanted)));
  }

  @Override
  public List<User> page(int page, int perPage) {
    return transactions.call(transaction ->
        query(
            transaction.connection(),
            COLUMNS + " order by created_at, id limit ? offset ?",
            perPage,
            (page - 1L) * perPage));
  }

  @Override
  public long count() {
    return transactions.call(transaction -> {
      try (var select = transaction.connection().prepareStatement("select count(*) from users");
          ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  @Override
  public User create(EmailAddress email, @Nullable PasswordHash password, Cause cause) {
    return emailTaken(
        () -> transactions.call(transaction -> insert(transaction, email, password, cause)));
  }

  @Override
  public Optional<User> createFirst(EmailAddress email, PasswordHash password, Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      // Several instances that start at once: the second waits and finds a user.
      try (var lock =
          connection.prepareStatement("select pg_advisory_xact_lock(hashtext('first user'))")) {
        lock.execute();
      }
      if (!query(connection, COLUMNS + " limit 1").isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(insert(transaction, email, password, cause));
    });
  }

  @Override
  public Optional<User> update(
      UserId id, UserChange change, @Nullable SessionId stays, Cause cause) {
    return emailTaken(() ->
        transactions.call(transaction -> {
          if (!apply(transaction.connection(), id, change, cause)) {
            return Optional.empty();
          }
          List<IdentityEvent> ended = ended(transaction, id, change, stays, cause);
          deeds.done(transaction, cause, "user.update", id.toString(), id, ended);
          return one(transaction.connection(), id);
        }));
  }

  private List<IdentityEvent> ended(
      Transaction transaction, UserId id, UserChange change, @Nullable SessionId stays, Cause cause)
      throws SQLException {
    var bannedUntil = change.bannedUntil();
    boolean banned = bannedUntil != null && bannedUntil.isAfter(cause.at());
    List<IdentityEvent> ended = new ArrayList<>();
    if (banned || change.password() != null) {
      ended.addAll(sessions.endOf(transaction, id, banned ? null : stays, cause.at()));
    }
    if (banned) {
      ended.addAll(tokens.revokeOf(transaction, id, cause.at()));
      ended.add(new IdentityEvent.UserDisabled(cause.at(), id.toString()));
    }
    return ended;
  }

  private static boolean apply(Connection connection, UserId id, UserChange change, Cause cause)
      throws SQLException {
    var email = change.email();
    var password = change.password();
    try (var update = connection.prepareStatement(UPDATE)) {
      update.setString(1, email == null ? null : email.value());
      update.setString(2, password == null ? null : password.phc());
      update.setString(3, change.metadata());
      update.setObject(4, Timestamps.atOrNull(change.bannedUntil()));
      update.setObject(5, Timestamps.at(cause.at()));
      update.setObject(6, id.value());
      return update.executeUpdate() == 1;
    }
  }

  private User insert(
      Transaction transaction, EmailAddress email, @Nullable PasswordHash password, Cause cause)
      throws SQLException {
    var id = new UserId(MessageId.next().value());
    var at = Timestamps.at(cause.at());
    try (var insert = transaction.connection().prepareStatement(INSERT)) {
      insert.setObject(1, id.value());
      insert.setString(2, email.value());
      insert.setString(3, password == null ? null : password.phc());
      insert.setObject(4, at);
      insert.setObject(5, at);
      insert.setObject(6, at);
      insert.executeUpdate();
    }
    deeds.done(transaction, cause, "user.create", id.toString());
    return one(transaction.connection(), id).orElseThrow();
  }

  private static <T> T emailTaken(Supplier<T> work) {
    try {
      return work.get();
    } catch (StatementRefused e) {
      if (e.isDuplicate()) {
        throw new EmailTaken(e);
      }
      throw e;
    }
  }

  private static Optional<User> one(Connection connection, UserId id) throws SQLException {
    return query(connection, COLUMNS + " where id = ?", id.value()).stream().findFirst();
  }

  private static List<User> query(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      List<User> users = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          users.add(read(rows));
        }
      }
      return users;
    }
  }

  private static User read(ResultSet row) throws SQLException {
    String password = row.getString("password_hash");
    return new User(
        new UserId(requireNonNull(row.getObject("id", UUID.class))),
        new EmailAddress(row.getString("email")),
        password == null ? null : PasswordHash.parse(password),
        Timestamps.readOrNull(row, "email_confirmed_at"),
        Timestamps.readOrNull(row, "last_sign_in_at"),
        row.getString("metadata"),
        Timestamps.readOrNull(row, "banned_until"),
        Timestamps.read(row, "created_at"),
        Timestamps.read(row, "updated_at"));
  }
}
