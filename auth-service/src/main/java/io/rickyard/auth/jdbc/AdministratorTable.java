package io.rickyard.auth.jdbc;

import io.rickyard.auth.account.InstallationAdministrators;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The column {@code administrator} of the table {@code users}. */
@Singleton
final class AdministratorTable implements InstallationAdministrators {

  private static final String ALL = "select id from users where administrator";

  /** Locked in one order, so that two who unmake each other take turns. */
  private static final String LOCKED = ALL + " order by id for update";

  private static final String INCLUDE = "select administrator from users where id = ?";

  private static final String MAKE =
      "update users set administrator = true where id = ? and not administrator returning id";

  private static final String UNMAKE = "update users set administrator = false where id = ?";

  private static final String MAKE_ALL =
      """
      update users set administrator = true
       where email = any (?) and email_confirmed_at is not null and not administrator
      returning id
      """;

  private final Transactions transactions;
  private final Users users;
  private final DeedRecords deeds;

  AdministratorTable(Transactions transactions, Users users, DeedRecords deeds) {
    this.transactions = transactions;
    this.users = users;
    this.deeds = deeds;
  }

  @Override
  public List<User> all() {
    var ids = transactions.call(transaction -> ids(transaction.connection(), ALL));
    return users.all(ids).stream()
        .sorted(Comparator.comparing(User::createdAt).thenComparing(user -> user.id().toString()))
        .toList();
  }

  @Override
  public boolean include(UserId user) {
    return transactions.call(transaction -> {
      try (var select = transaction.connection().prepareStatement(INCLUDE)) {
        select.setObject(1, user.value());
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() && rows.getBoolean(1);
        }
      }
    });
  }

  @Override
  public void make(UserId user, Cause cause) {
    transactions.run(transaction -> {
      try (var update = transaction.connection().prepareStatement(MAKE)) {
        update.setObject(1, user.value());
        made(transaction, ids(update), cause);
      }
    });
  }

  @Override
  public Unmade unmake(UserId user, Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      var administrators = ids(connection, LOCKED);
      if (!administrators.contains(user)) {
        return Unmade.WAS_NONE;
      }
      if (administrators.size() == 1) {
        return Unmade.IS_LAST;
      }
      try (var update = connection.prepareStatement(UNMAKE)) {
        update.setObject(1, user.value());
        update.executeUpdate();
      }
      changed(transaction, "administrator.unmake", user, cause);
      return Unmade.DONE;
    });
  }

  @Override
  public int make(Collection<EmailAddress> addresses, Cause cause) {
    Object[] wanted = addresses.stream().map(EmailAddress::value).toArray();
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      try (var update = connection.prepareStatement(MAKE_ALL)) {
        update.setArray(1, connection.createArrayOf("text", wanted));
        var made = ids(update);
        made(transaction, made, cause);
        return made.size();
      }
    });
  }

  private void made(Transaction transaction, List<UserId> users, Cause cause) throws SQLException {
    for (var user : users) {
      changed(transaction, "administrator.make", user, cause);
    }
  }

  private void changed(Transaction transaction, String action, UserId user, Cause cause)
      throws SQLException {
    var event = new IdentityEvent.RightsChanged(cause.at(), user.toString());
    deeds.done(transaction, cause, action, user.toString(), user, List.of(event));
  }

  private static List<UserId> ids(Connection connection, String sql) throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      return ids(select);
    }
  }

  private static List<UserId> ids(PreparedStatement statement) throws SQLException {
    List<UserId> ids = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(new UserId(rows.getObject(1, UUID.class)));
      }
    }
    return ids;
  }
}
