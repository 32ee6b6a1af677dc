package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
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
import org.jspecify.annotations.Nullable;

/**
 * Opens transactions in which row level security knows who asks.
 *
 * <p>The policies compare each row's organization with the setting {@code rickyard.organizations},
 * which lasts as long as the transaction; outside of one it is empty and no row is seen. So a
 * statement that forgets its {@code where} finds nothing of others. What this cannot do: stop code
 * that sets the setting itself, or SQL that somebody smuggles in, since this service's role may set
 * it. What a member may do with what is seen, {@link Session#require} says; the policies ask the
 * settings {@code rickyard.roles} and {@code rickyard.grants} the same before a row is written.
 */
final class Sessions {

  private static final String LOCK_TIMEOUT = "5s";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String ENTER =
      "select set_config('rickyard.principal', ?, true), set_config('lock_timeout', ?, true)";

  /** Memberships, and what the teams that the user is in were given. */
  private static final String RIGHTS =
      """
      select organization_id, null as project_ref, role from membership where user_id = ?
      union all
      select g.organization_id, g.project_ref, g.role
        from team_member m join team_project g on g.team_id = m.team_id
       where m.user_id = ?
      """;

  private static final String RIGHTS_WITHIN =
      """
      select organization_id, null as project_ref, role
        from membership where user_id = ? and organization_id = ?
      union all
      select g.organization_id, g.project_ref, g.role
        from team_member m join team_project g on g.team_id = m.team_id
       where m.user_id = ? and m.organization_id = ?
      """;

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
    return call(transaction -> run(transaction, user, rights(transaction, user), work));
  }

  /**
   * Runs a user's work about one organization, which alone is looked up and seen: it costs the same
   * for somebody who is a member of thousands.
   */
  <T extends @Nullable Object> T within(
      OrganizationId organization, UserId user, UserWork<T> work) {
    return call(
        transaction -> run(transaction, user, rights(transaction, user, organization), work));
  }

  private static <T extends @Nullable Object> T run(
      Transaction transaction, UserId user, Session.Rights rights, UserWork<T> work)
      throws SQLException {
    var session = new Session(transaction, user, rights);
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

  private static Session.Rights rights(Transaction transaction, UserId user) throws SQLException {
    enter(transaction, user.toString());
    try (PreparedStatement select = transaction.connection().prepareStatement(RIGHTS)) {
      select.setObject(1, user.value());
      select.setObject(2, user.value());
      return rights(select);
    }
  }

  private static Session.Rights rights(
      Transaction transaction, UserId user, OrganizationId organization) throws SQLException {
    enter(transaction, user.toString());
    try (PreparedStatement select = transaction.connection().prepareStatement(RIGHTS_WITHIN)) {
      select.setObject(1, user.value());
      select.setString(2, organization.value());
      select.setObject(3, user.value());
      select.setString(4, organization.value());
      return rights(select);
    }
  }

  private static Session.Rights rights(PreparedStatement select) throws SQLException {
    var roles = new HashMap<OrganizationId, Role>();
    var given = new HashMap<ProjectRef, Session.Grant>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        var organization = new OrganizationId(rows.getString(1));
        var role = Role.named(rows.getString(3));
        String project = rows.getString(2);
        if (project == null) {
          roles.put(organization, role);
        } else {
          given.merge(
              new ProjectRef(project), new Session.Grant(organization, role), Sessions::stronger);
        }
      }
    }
    // A team never lowers, and whom it raises nowhere needs none of it.
    given.values().removeIf(grant -> weaker(grant, roles.get(grant.organization())));
    return new Session.Rights(roles, given);
  }

  /** Nobody is in a team without being a member, which the tables' keys see to. */
  private static boolean weaker(Session.Grant grant, @Nullable Role role) {
    return role == null || role.atLeast(grant.role());
  }

  private static Session.Grant stronger(Session.Grant one, Session.Grant other) {
    return one.role().atLeast(other.role()) ? one : other;
  }
}
