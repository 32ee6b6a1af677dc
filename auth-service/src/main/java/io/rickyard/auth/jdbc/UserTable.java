package io.rickyard.auth.jdbc;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.account.EmailAgreement;
import io.rickyard.auth.account.EmailTaken;
import io.rickyard.auth.account.NewUser;
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
             app_metadata, banned_until, new_email, by_address, invited_at, created_at, updated_at,
             array(select provider from identity where user_id = users.id
                    order by created_at, id) as linked
        from users
      """;

  private static final String INSERT =
      """
      insert into users (id, email, password_hash, email_confirmed_at, invited_at, metadata,
                         app_metadata, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
      """;

  private static final String UPDATE =
      """
      update users
         set email = coalesce(?, email),
             password_hash = coalesce(?, password_hash),
             by_address = by_address or ?,
             metadata = metadata || coalesce(?::jsonb, '{}'),
             app_metadata = app_metadata || coalesce(?::jsonb, '{}'),
             banned_until = coalesce(?, banned_until),
             email_confirmed_at =
               case when ? then coalesce(email_confirmed_at, ?) else email_confirmed_at end,
             updated_at = ?
       where id = ?
      """;

  private static final String CONFIRM =
      """
      update users
         set password_hash =
               case when email_confirmed_at is null and not ? then null else password_hash end,
             email_confirmed_at = coalesce(email_confirmed_at, ?),
             by_address = true,
             updated_at = ?
       where id = ? and email = ?
      """;

  private static final String WISH =
      """
      update users
         set new_email = ?,
             new_email_agreed =
               case when email is null then 'current'
                    when new_email = ? then new_email_agreed end,
             updated_at = ?
       where id = ?
      """;

  private static final String WISHED =
      "select email, new_email, new_email_agreed from users where id = ? for update";

  private static final String HALF = "update users set new_email_agreed = ? where id = ?";

  private static final String CHANGE_EMAIL =
      """
      update users
         set email = new_email, new_email = null, new_email_agreed = null,
             email_confirmed_at = ?, updated_at = ?
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
  public User create(NewUser wanted, Cause cause) {
    return emailTaken(() -> transactions.call(transaction -> insert(transaction, wanted, cause)));
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
      var id = new UserId(MessageId.next().value());
      var first = insert(transaction, NewUser.confirmed(id, email, password), cause);
      try (var update =
          connection.prepareStatement("update users set administrator = true where id = ?")) {
        update.setObject(1, id.value());
        update.executeUpdate();
      }
      return Optional.of(first);
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
          if (change.email() != null || change.password() != null) {
            OneTimeTokenTable.deleteOf(transaction.connection(), id);
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
      update.setBoolean(3, password != null);
      update.setString(4, change.metadata());
      update.setString(5, change.appMetadata());
      update.setObject(6, Timestamps.atOrNull(change.bannedUntil()));
      update.setBoolean(7, change.confirms());
      update.setObject(8, Timestamps.at(cause.at()));
      update.setObject(9, Timestamps.at(cause.at()));
      update.setObject(10, id.value());
      return update.executeUpdate() == 1;
    }
  }

  @Override
  public Optional<User> confirm(
      UserId id, EmailAddress address, boolean keepsPassword, Cause cause) {
    return transactions.call(transaction -> {
      try (var update = transaction.connection().prepareStatement(CONFIRM)) {
        update.setBoolean(1, keepsPassword);
        update.setObject(2, Timestamps.at(cause.at()));
        update.setObject(3, Timestamps.at(cause.at()));
        update.setObject(4, id.value());
        update.setString(5, address.value());
        if (update.executeUpdate() == 0) {
          return Optional.empty();
        }
      }
      deeds.done(transaction, cause, "user.confirm", id.toString());
      return one(transaction.connection(), id);
    });
  }

  @Override
  public void wishForEmail(UserId id, EmailAddress wanted, Cause cause) {
    transactions.run(transaction -> {
      try (var update = transaction.connection().prepareStatement(WISH)) {
        update.setString(1, wanted.value());
        update.setString(2, wanted.value());
        update.setObject(3, Timestamps.at(cause.at()));
        update.setObject(4, id.value());
        update.executeUpdate();
      }
      deeds.done(transaction, cause, "user.wish_email", id.toString());
    });
  }

  @Override
  public EmailAgreement agreeToEmail(UserId id, EmailAddress address, Cause cause) {
    return emailTaken(() ->
        transactions.call(transaction -> {
          var connection = transaction.connection();
          var agreement = agreement(connection, id, address);
          switch (agreement) {
            case CHANGED -> {
              try (var update = connection.prepareStatement(CHANGE_EMAIL)) {
                update.setObject(1, Timestamps.at(cause.at()));
                update.setObject(2, Timestamps.at(cause.at()));
                update.setObject(3, id.value());
                update.executeUpdate();
              }
              OneTimeTokenTable.deleteOf(connection, id);
              deeds.done(transaction, cause, "user.change_email", id.toString());
            }
            case HALF -> {
              try (var update = connection.prepareStatement(HALF)) {
                update.setString(1, side(connection, id, address));
                update.setObject(2, id.value());
                update.executeUpdate();
              }
            }
            case OVER -> {}
          }
          return agreement;
        }));
  }

  private static EmailAgreement agreement(Connection connection, UserId id, EmailAddress address)
      throws SQLException {
    String side = side(connection, id, address);
    if (side == null) {
      return EmailAgreement.OVER;
    }
    try (var select = connection.prepareStatement(WISHED)) {
      select.setObject(1, id.value());
      try (ResultSet rows = select.executeQuery()) {
        String agreed = rows.next() ? rows.getString("new_email_agreed") : null;
        return agreed == null || agreed.equals(side) ? EmailAgreement.HALF : EmailAgreement.CHANGED;
      }
    }
  }

  /** Which side of a wished change an address is; neither when nobody wishes it any more. */
  private static @Nullable String side(Connection connection, UserId id, EmailAddress address)
      throws SQLException {
    try (var select = connection.prepareStatement(WISHED)) {
      select.setObject(1, id.value());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next() || rows.getString("new_email") == null) {
          return null;
        }
        if (address.value().equals(rows.getString("new_email"))) {
          return "new";
        }
        return address.value().equals(rows.getString("email")) ? "current" : null;
      }
    }
  }

  @Override
  public boolean delete(UserId id, Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      if (one(connection, id).isEmpty()) {
        return false;
      }
      List<IdentityEvent> ended = new ArrayList<>();
      ended.addAll(sessions.endOf(transaction, id, null, cause.at()));
      ended.addAll(tokens.revokeOf(transaction, id, cause.at()));
      ended.add(new IdentityEvent.UserDisabled(cause.at(), id.toString()));
      ended.add(new IdentityEvent.UserDeleted(cause.at(), id.toString()));
      try (var delete = connection.prepareStatement("delete from users where id = ?")) {
        delete.setObject(1, id.value());
        delete.executeUpdate();
      }
      deeds.done(transaction, cause, "user.delete", id.toString(), id, ended);
      return true;
    });
  }

  User insert(Transaction transaction, NewUser wanted, Cause cause) throws SQLException {
    var email = wanted.email();
    var password = wanted.password();
    var at = Timestamps.at(cause.at());
    try (var insert = transaction.connection().prepareStatement(INSERT)) {
      insert.setObject(1, wanted.id().value());
      insert.setString(2, email == null ? null : email.value());
      insert.setString(3, password == null ? null : password.phc());
      insert.setObject(4, wanted.confirmed() ? at : null);
      insert.setObject(5, wanted.invited() ? at : null);
      insert.setString(6, wanted.metadata());
      insert.setString(7, wanted.appMetadata());
      insert.setObject(8, at);
      insert.setObject(9, at);
      insert.executeUpdate();
    }
    deeds.done(transaction, cause, "user.create", wanted.id().toString());
    return one(transaction.connection(), wanted.id()).orElseThrow();
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

  static Optional<User> one(Connection connection, UserId id) throws SQLException {
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
    String email = row.getString("email");
    String newEmail = row.getString("new_email");
    return new User(
        new UserId(requireNonNull(row.getObject("id", UUID.class))),
        email == null ? null : new EmailAddress(email),
        password == null ? null : PasswordHash.parse(password),
        Timestamps.readOrNull(row, "email_confirmed_at"),
        Timestamps.readOrNull(row, "last_sign_in_at"),
        row.getString("metadata"),
        row.getString("app_metadata"),
        Timestamps.readOrNull(row, "banned_until"),
        newEmail == null ? null : new EmailAddress(newEmail),
        row.getBoolean("by_address"),
        List.of((String[]) row.getArray("linked").getArray()),
        Timestamps.readOrNull(row, "invited_at"),
        Timestamps.read(row, "created_at"),
        Timestamps.read(row, "updated_at"));
  }
}
