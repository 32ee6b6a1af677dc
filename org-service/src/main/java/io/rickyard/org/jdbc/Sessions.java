package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;
import io.rickyard.messaging.Transaction;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.persistence.DatabaseUnavailable;
import io.rickyard.persistence.Transactions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens transactions in which row level security knows who asks.
 *
 * <p>The policies compare each row's organization with the setting {@code rickyard.organizations},
 * which lasts as long as the transaction; outside of one it is empty and no row is seen. So a
 * statement that forgets its {@code where} finds nothing of others. What this cannot do: stop code
 * that sets the setting itself, or SQL that somebody smuggles in, since this service's role may set
 * it. What a member may do with what is seen, {@link Session#require} says; the policies ask the
 * setting {@code rickyard.roles} the same before a row is written.
 */
final class Sessions {

  private static final String LOCK_TIMEOUT = "5s";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String ENTER =
      "select set_config('rickyard.principal', ?, true), set_config('lock_timeout', ?, true)";

  private static final String ROLES =
      "select organization_id, role from membership where user_id = ?";

  private static final String ROLE = ROLES + " and organization_id = ?";

  private final Transactions transactions;

  Sessions(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Work of one user. */
  @FunctionalInterface
  interface UserWork<T extends @Nullable Object> {
    T run(Session session) throws SQLException;
  }

  /** Runs a user's work in a transaction. */
  <T extends @Nullable Object> T as(UserId user, UserWork<T> work) {
    return call(transaction -> run(transaction, user, roles(transaction, user), work));
  }

  /**
   * Runs a user's work about one organization, which alone is looked up and seen: it costs the same
   * for somebody who is a member of thousands.
   */
  <T extends @Nullable Object> T within(
      OrganizationId organization, UserId user, UserWork<T> work) {
    return call(transaction -> run(transaction, user, role(transaction, user, organization), work));
  }

  private static <T extends @Nullable Object> T run(
      Transaction transaction, UserId user, Map<OrganizationId, Role> roles, UserWork<T> work)
      throws SQLException {
    var session = new Session(transaction, user, roles);
    session.enter();
    return work.run(session);
  }

  /** Runs work of the installation itself in a transaction that sees all rows. */
  <T extends @Nullable Object> T asInstallation(Transactions.Work<T> work) {
    return call(transaction -> {
      enter(transaction, "");
      Session.seeEverything(transaction.connection());
      return work.run(transaction);
    });
  }

  private <T extends @Nullable Object> T call(Transactions.Work<T> work) {
    try {
      return transactions.call(work);
    } catch (DatabaseUnavailable e) {
      if (LOCK_NOT_AVAILABLE.equals(e.sqlState())) {
        throw new Refused(Refusal.BUSY, "Another request holds what this one needs", e);
      }
      throw e;
    }
  }

  private static void enter(Transaction transaction, String principal) throws SQLException {
    try (PreparedStatement enter = transaction.connection().prepareStatement(ENTER)) {
      enter.setString(1, principal);
      enter.setString(2, LOCK_TIMEOUT);
      enter.execute();
    }
  }

  private static Map<OrganizationId, Role> roles(Transaction transaction, UserId user)
      throws SQLException {
    enter(transaction, user.toString());
    try (PreparedStatement select = transaction.connection().prepareStatement(ROLES)) {
      select.setObject(1, user.value());
      return roles(select);
    }
  }

  private static Map<OrganizationId, Role> role(
      Transaction transaction, UserId user, OrganizationId organization) throws SQLException {
    enter(transaction, user.toString());
    try (PreparedStatement select = transaction.connection().prepareStatement(ROLE)) {
      select.setObject(1, user.value());
      select.setString(2, organization.value());
      return roles(select);
    }
  }

  private static Map<OrganizationId, Role> roles(PreparedStatement select) throws SQLException {
    var roles = new HashMap<OrganizationId, Role>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        roles.put(new OrganizationId(rows.getString(1)), Role.named(rows.getString(2)));
      }
    }
    return roles;
  }
}
