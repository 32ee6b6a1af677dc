package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.organization.Scope;
import io.rickyard.messaging.Transaction;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of one user: whose rows it can see, and what the user may do. Row level security
 * shows it the organizations of which the user is a member, whatever its statements ask for.
 */
final class Session {

  private static final String SEE = "select set_config('rickyard.organizations', ?, true)";
  private static final String ROLES = "select set_config('rickyard.roles', ?, true)";
  private static final String RIGHTS =
      "select set_config('rickyard.roles', ?, true), set_config('rickyard.grants', ?, true)";
  private static final String JOINING = "select set_config('rickyard.joining', ?, true)";
  private static final String EVERYTHING = "*";

  private final Transaction transaction;
  private final UserId user;
  private final Map<OrganizationId, Role> roles;
  private final Map<ProjectRef, Grant> grants;
  private @Nullable List<Scope> limits;

  Session(Transaction transaction, UserId user, Rights rights) {
    this.transaction = transaction;
    this.user = user;
    this.roles = rights.roles();
    this.grants = rights.grants();
  }

  /**
   * As what a team lets the user act on a project of an organization.
   *
   * @param organization whose project it is
   * @param role as what
   */
  record Grant(OrganizationId organization, Role role) {}

  /**
   * What a user is where.
   *
   * @param roles in organizations
   * @param grants on projects, where a team gives more than the role in the organization
   */
  record Rights(Map<OrganizationId, Role> roles, Map<ProjectRef, Grant> grants) {
    Rights {
      roles = Map.copyOf(roles);
      grants = Map.copyOf(grants);
    }
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

  /** The same on one of its projects, where a team may give the user more. */
  Role role(OrganizationId organization, ProjectRef project, String what) {
    var role = role(organization, what);
    var grant = grants.get(project);
    return grant != null && grant.organization().equals(organization) && grant.role().atLeast(role)
        ? grant.role()
        : role;
  }

  /** From now on nothing is done that none of these allows, whatever the user's role does. */
  void limit(List<Scope> scopes) {
    limits = List.copyOf(scopes);
  }

  /** Refuses a member whose role is too weak. */
  void require(OrganizationId organization, Permission permission, String what) {
    require(organization, null, permission, what);
  }

  /**
   * The same for what is about a project, where it is about one: there a team's role counts, too.
   */
  void require(
      OrganizationId organization,
      @Nullable ProjectRef project,
      Permission permission,
      String what) {
    require(
        organization,
        project != null && permission.ofProject()
            ? role(organization, project, what)
            : role(organization, what),
        permission);
    if (limits != null && !Scope.allowed(limits, permission, organization, project)) {
      throw Refused.outOfScope(
          organization, "The token's scopes do not allow this: it takes " + permission.wireName());
    }
  }

  private static void require(OrganizationId organization, Role role, Permission permission) {
    if (!role.may(permission)) {
      throw Refused.forbidden(
          organization,
          "This needs the role of %s; yours is %s"
              .formatted(permission.least().wireName(), role.wireName()));
    }
  }

  /**
   * Tells the database what the user is in which organization and on which project, and shows the
   * rows of those.
   */
  void enter() throws SQLException {
    try (PreparedStatement set = connection().prepareStatement(RIGHTS)) {
      set.setString(
          1,
          roles.entrySet().stream()
              .map(entry -> entry.getKey().value() + "=" + entry.getValue().wireName())
              .collect(Collectors.joining(",")));
      set.setString(
          2,
          grants.entrySet().stream()
              .map(entry ->
                  entry.getValue().organization().value()
                      + "/"
                      + entry.getKey().value()
                      + "="
                      + entry.getValue().role().wireName())
              .collect(Collectors.joining(",")));
      set.execute();
    }
    seeOwn();
  }

  /**
   * Lets the user write with the role of whoever gave them leave, in one organization; the leave
   * itself has to have been checked.
   */
  void actAs(OrganizationId organization, Role role) throws SQLException {
    try (PreparedStatement set = connection().prepareStatement(ROLES)) {
      set.setString(1, organization.value() + "=" + role.wireName());
      set.execute();
    }
  }

  /** Shows the rows of the user's organizations. */
  void seeOwn() throws SQLException {
    see(roles.keySet());
  }

  /**
   * Lets the user become a member of an organization that is no other member's doing: the one that
   * the user makes, or is invited to.
   */
  void join(OrganizationId organization) throws SQLException {
    see(List.of(organization));
    try (PreparedStatement set = connection().prepareStatement(JOINING)) {
      set.setString(1, organization.value());
      set.execute();
    }
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
