package io.rickyard.worker.login;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.ScramVerifier;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.StackKeys;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Makes and removes roles for a while. One is a member of the role that users have, or of the one
 * that may only read, and is that role in its sessions: what it makes belongs to that one and stays
 * when it goes.
 *
 * <p>Its end is the server's own ({@code VALID UNTIL}) for new sessions; open ones end when it is
 * removed.
 */
public final class LoginRoles {

  /** How long one lasts. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration SESSION_END = Duration.ofSeconds(5);

  /** The {@code supabase} command becomes postgres in sessions of roles that begin so. */
  private static final String WRITING = "cli_login_postgres_";

  private static final String READING = "cli_read_only_";
  private static final String READER = "supabase_read_only_user";

  private final LoginRoleTable table;
  private final Clock clock;
  private final SecureRandom random;

  /** Notes them in this table. */
  public LoginRoles(LoginRoleTable table, Clock clock, SecureRandom random) {
    this.table = table;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes one.
   *
   * @param superuser of the project's server
   * @param readOnly whether it may read everything and write nothing
   */
  public LoginRole make(
      ProjectRef project, DatabaseEndpoint database, Login superuser, boolean readOnly)
      throws SQLException {
    var end = clock.instant().plus(LIFETIME);
    var role =
        new LoginRole(
            (readOnly ? READING : WRITING) + "%016x".formatted(random.nextLong()),
            StackKeys.password(random),
            LIFETIME);
    table.add(project, role.role(), end);
    try (var connection = superuser.connect(database.host(), database.port(), ANSWER)) {
      together(connection, creation(role, readOnly, end));
    }
    return role;
  }

  private List<String> creation(LoginRole role, boolean readOnly, Instant end) {
    String name = role.role();
    String same = readOnly ? READER : DatabaseBlueprint.USER;
    return List.of(
        // Both would keep the verifier.
        "set local pg_stat_statements.track = 'none'",
        "set local log_statement = 'none'",
        "create role %s login password '%s' valid until '%s' in role %s"
            .formatted(name, ScramVerifier.of(role.password(), random).text(), end, same),
        "alter role %s set role = %s".formatted(name, same),
        "alter role %s set search_path = \"$user\", public, extensions".formatted(name),
        "alter role %s set default_transaction_read_only = %s".formatted(name, readOnly));
  }

  /** Removes all of a project, whether their time is over or not, and ends their sessions. */
  public void removeAll(ProjectRef project, DatabaseEndpoint database, Login superuser)
      throws SQLException {
    for (var row : table.of(project)) {
      remove(row, database, superuser);
    }
  }

  void remove(LoginRoleTable.Row row, DatabaseEndpoint database, Login superuser)
      throws SQLException {
    try (var connection = superuser.connect(database.host(), database.port(), ANSWER)) {
      if (exists(connection, row.role())) {
        drop(connection, row.role());
      }
    }
    table.remove(row);
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (var select = connection.prepareStatement("select from pg_roles where rolname = ?")) {
      select.setString(1, role);
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Once the first statement is committed no session begins; those that have begun are ended. */
  private static void drop(Connection connection, String role) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("alter role %s nologin password null".formatted(role));
      statement.execute(
          "select pg_terminate_backend(pid, %d) from pg_stat_activity where usename = '%s'"
              .formatted(SESSION_END.toMillis(), role));
    }
    together(
        connection,
        List.of(
            "reassign owned by %s to %s".formatted(role, DatabaseBlueprint.USER),
            "drop owned by " + role,
            "drop role " + role));
  }

  private static void together(Connection connection, List<String> statements) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
