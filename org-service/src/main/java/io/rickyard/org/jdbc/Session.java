package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;
import io.rickyard.messaging.Transaction;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One transaction of one user: whose rows it can see, and what the user may do. Row level security
 * shows it the organizations of which the user is a member, whatever its statements ask for.
 */
final class Session {

  private static final String SEE = "select set_config('rickyard.organizations', ?, true)";
  private static final String EVERYTHING = "*";

  private final Transaction transaction;
  private final UserId user;
  private final Map<OrganizationId, Role> roles;

  Session(Transaction transaction, UserId user, Map<OrganizationId, Role> roles) {
    this.transaction = transaction;
    this.user = user;
    this.roles = Map.copyOf(roles);
  }

  Transaction transaction() {
    return transaction;
  }

  Connection connection() {
    return transaction.connection();
  }

  UserId user() {
    return user;
  }

  boolean belongsTo(OrganizationId organization) {
    return roles.containsKey(organization);
  }

  /** What the user is there; refuses when the user is no member, as if there were no such thing. */
  Role role(OrganizationId organization, String what) {
    var role = roles.get(organization);
    if (role == null) {
      throw Refused.notFound(what);
    }
    return role;
  }

  /** Refuses a member whose role is too weak. */
  void require(OrganizationId organization, Role least, String what) {
    var role = role(organization, what);
    if (!role.atLeast(least)) {
      throw new Refused(
          Refusal.FORBIDDEN,
          "This needs the role of %s; yours is %s".formatted(least.wireName(), role.wireName()));
    }
  }

  /** Shows the rows of the user's organizations. */
  void seeOwn() throws SQLException {
    see(roles.keySet());
  }

  /** Shows the rows of these organizations. */
  void see(Collection<OrganizationId> organizations) throws SQLException {
    see(
        connection(),
        organizations.stream().map(OrganizationId::value).collect(Collectors.joining(",")));
  }

  /** Shows all rows; for questions about the installation, whose answers name nobody. */
  void seeEverything() throws SQLException {
    seeEverything(connection());
  }

  static void seeEverything(Connection connection) throws SQLException {
    see(connection, EVERYTHING);
  }

  private static void see(Connection connection, String organizations) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement(SEE)) {
      set.setString(1, organizations);
      set.execute();
    }
  }
}
