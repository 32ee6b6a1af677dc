package io.rickyard.auth.jdbc;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.provider.Identities;
import io.rickyard.auth.provider.IdentityTaken;
import io.rickyard.auth.provider.ProviderIdentity;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.provider.Unlinking;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.StatementRefused;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The table {@code identity}. Who changes somebody's identities holds that user's row. */
@Singleton
final class IdentityTable implements Identities {

  private static final String COLUMNS =
      """
      select id, user_id, provider, subject, data, created_at, updated_at, last_sign_in_at
        from identity
      """;

  private static final String INSERT =
      """
      insert into identity (id, user_id, provider, issuer, subject, data, created_at, updated_at,
                            last_sign_in_at)
      values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
      """;

  private static final String USE =
      "update identity set data = ?::jsonb, updated_at = ?, last_sign_in_at = ? where id = ?";

  private static final String CONFIRM =
      """
      update users
         set email = ?, email_confirmed_at = ?, password_hash = null, by_address = false,
             updated_at = ?
       where id = ? and email_confirmed_at is null and (email is null or email = ?)
      """;

  /** By itself: a count in the statement that waits for the row would be that of its beginning. */
  private static final String LOCK = "select from users where id = ? for update";

  private static final String WAYS =
      """
      select (by_address and email is not null) as by_address,
             (select count(*) from identity where user_id = users.id) as linked
        from users where id = ?
      """;

  private static final String NOT_BY_ADDRESS =
      "update users set by_address = false, password_hash = null, updated_at = ? where id = ?";

  private static final String DELETE =
      "delete from identity where id = ? and user_id = ? returning provider";

  private final Transactions transactions;
  private final UserTable users;
  private final DeedRecords deeds;

  IdentityTable(Transactions transactions, UserTable users, DeedRecords deeds) {
    this.transactions = transactions;
    this.users = users;
    this.deeds = deeds;
  }

  @Override
  public Optional<ProviderIdentity> find(ProviderProfile profile) {
    return transactions.call(transaction ->
        query(
                transaction.connection(),
                COLUMNS + " where provider = ? and issuer = ? and subject = ?",
                profile.provider(),
                profile.issuer(),
                profile.subject())
            .stream()
            .findFirst());
  }

  @Override
  public List<ProviderIdentity> of(UserId user) {
    return transactions.call(transaction ->
        query(
            transaction.connection(),
            COLUMNS + " where user_id = ? order by created_at, id",
            user.value()));
  }

  @Override
  public User create(NewUser wanted, ProviderProfile profile, Cause cause) {
    return taken(() ->
        transactions.call(transaction -> {
          users.insert(transaction, wanted, cause);
          try (var update = transaction.connection().prepareStatement(NOT_BY_ADDRESS)) {
            update.setObject(1, Timestamps.at(cause.at()));
            update.setObject(2, wanted.id().value());
            update.executeUpdate();
          }
          insert(transaction, wanted.id(), profile, cause);
          return UserTable.one(transaction.connection(), wanted.id()).orElseThrow();
        }));
  }

  @Override
  public void link(UserId user, ProviderProfile profile, Cause cause) {
    taken(() ->
        transactions.call(transaction -> {
          insert(transaction, user, profile, cause);
          return true;
        }));
  }

  @Override
  public void linkAndConfirm(
      UserId user, EmailAddress address, ProviderProfile profile, Cause cause) {
    taken(() ->
        transactions.call(transaction -> {
          try (var update = transaction.connection().prepareStatement(CONFIRM)) {
            update.setString(1, address.value());
            update.setObject(2, Timestamps.at(cause.at()));
            update.setObject(3, Timestamps.at(cause.at()));
            update.setObject(4, user.value());
            update.setString(5, address.value());
            if (update.executeUpdate() == 1) {
              OneTimeTokenTable.deleteOf(transaction.connection(), user);
              deeds.done(transaction, cause, "user.confirm", user.toString());
            }
          }
          insert(transaction, user, profile, cause);
          return true;
        }));
  }

  @Override
  public void use(ProviderIdentity identity, ProviderProfile profile, Cause cause) {
    transactions.run(transaction -> {
      try (var update = transaction.connection().prepareStatement(USE)) {
        update.setString(1, profile.data());
        update.setObject(2, Timestamps.at(cause.at()));
        update.setObject(3, Timestamps.at(cause.at()));
        update.setObject(4, identity.id());
        update.executeUpdate();
      }
      deeds.done(transaction, cause, "identity.use", identity.id().toString(), identity.provider());
    });
  }

  @Override
  public Unlinking unlink(UserId user, UUID id, Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      boolean address = id.equals(user.value());
      lock(connection, user);
      try (var select = connection.prepareStatement(WAYS)) {
        select.setObject(1, user.value());
        try (ResultSet rows = select.executeQuery()) {
          if (!rows.next()
              || (address ? !rows.getBoolean("by_address") : !has(connection, user, id))) {
            return Unlinking.UNKNOWN;
          }
          if (rows.getInt("linked") + (rows.getBoolean("by_address") ? 1 : 0) < 2) {
            return Unlinking.LAST;
          }
        }
      }
      String provider =
          address ? withoutAddress(connection, user, cause) : delete(connection, user, id);
      deeds.done(transaction, cause, "identity.unlink", id.toString(), provider);
      return Unlinking.DONE;
    });
  }

  private static void lock(Connection connection, UserId user) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setObject(1, user.value());
      lock.execute();
    }
  }

  private static boolean has(Connection connection, UserId user, UUID id) throws SQLException {
    return !query(connection, COLUMNS + " where id = ? and user_id = ?", id, user.value())
        .isEmpty();
  }

  private static String withoutAddress(Connection connection, UserId user, Cause cause)
      throws SQLException {
    try (var update = connection.prepareStatement(NOT_BY_ADDRESS)) {
      update.setObject(1, Timestamps.at(cause.at()));
      update.setObject(2, user.value());
      update.executeUpdate();
    }
    return "email";
  }

  private static String delete(Connection connection, UserId user, UUID id) throws SQLException {
    try (var delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, id);
      delete.setObject(2, user.value());
      try (ResultSet rows = delete.executeQuery()) {
        rows.next();
        return rows.getString("provider");
      }
    }
  }

  private void insert(Transaction transaction, UserId user, ProviderProfile profile, Cause cause)
      throws SQLException {
    UUID id = MessageId.next().value();
    var at = Timestamps.at(cause.at());
    try (var insert = transaction.connection().prepareStatement(INSERT)) {
      insert.setObject(1, id);
      insert.setObject(2, user.value());
      insert.setString(3, profile.provider());
      insert.setString(4, profile.issuer());
      insert.setString(5, profile.subject());
      insert.setString(6, profile.data());
      insert.setObject(7, at);
      insert.setObject(8, at);
      insert.setObject(9, at);
      insert.executeUpdate();
    }
    deeds.done(transaction, cause, "identity.link", id.toString(), profile.provider());
  }

  private static <T> T taken(Supplier<T> work) {
    try {
      return work.get();
    } catch (StatementRefused e) {
      if (e.isDuplicate()) {
        throw new IdentityTaken(e);
      }
      throw e;
    }
  }

  private static List<ProviderIdentity> query(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      List<ProviderIdentity> identities = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          identities.add(read(rows));
        }
      }
      return identities;
    }
  }

  private static ProviderIdentity read(ResultSet row) throws SQLException {
    return new ProviderIdentity(
        requireNonNull(row.getObject("id", UUID.class)),
        new UserId(requireNonNull(row.getObject("user_id", UUID.class))),
        row.getString("provider"),
        row.getString("subject"),
        row.getString("data"),
        Timestamps.read(row, "created_at"),
        Timestamps.read(row, "updated_at"),
        Timestamps.readOrNull(row, "last_sign_in_at"));
  }
}
