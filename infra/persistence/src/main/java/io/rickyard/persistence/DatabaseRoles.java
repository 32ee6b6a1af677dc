package io.rickyard.persistence;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes the schemas of the services and the roles that may use them, as often as one likes.
 *
 * <p>For each schema {@code s}: {@code rickyard_s_owner} owns it and cannot log in; {@code
 * rickyard_s} is the service's login and may read and write the tables, but neither change nor own
 * them. {@code rickyard_migrator} can become each owner, and so runs the changelogs. Nobody sees
 * another schema, and nobody may do anything by being anybody. A service's session that stands
 * still within a transaction is ended.
 */
public final class DatabaseRoles {

  /** The schemas that there are, each of one service. */
  public static final List<String> SCHEMAS =
      List.of("auth", "org", "provisioner", "status", "realtime");

  /** The login that runs the changelogs. */
  public static final String MIGRATOR = "rickyard_migrator";

  /**
   * A process that is stopped, or cut off, within a transaction keeps its locks from all others; no
   * transaction of ours waits for anything but the database, so none stands still for so long.
   */
  private static final String LONGEST_STANDSTILL = "10s";

  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e&&[^'\\\\]]{16,500}");

  private final Map<String, String> secrets;
  private final String migratorSecret;

  /**
   * Roles with these secrets.
   *
   * @param secrets for each schema a password, or better a SCRAM-SHA-256 verifier, for the
   *     service's login
   * @param migratorSecret the same for {@link #MIGRATOR}
   */
  public DatabaseRoles(Map<String, String> secrets, String migratorSecret) {
    this.secrets = new TreeMap<>(secrets);
    this.migratorSecret = requireSecret(migratorSecret, MIGRATOR);
    for (String schema : SCHEMAS) {
      requireSecret(requireNonNull(secrets.get(schema), "secret of " + schema), login(schema));
    }
    if (secrets.size() != SCHEMAS.size()) {
      throw new IllegalArgumentException("Schemas are " + SCHEMAS + ", not " + secrets.keySet());
    }
  }

  /** The login of the service that owns a schema. */
  public static String login(String schema) {
    return "rickyard_" + schema;
  }

  /** The role that owns a schema and everything in it. */
  public static String owner(String schema) {
    return "rickyard_" + schema + "_owner";
  }

  /**
   * Makes what is missing and sets secrets and rights, in one transaction.
   *
   * @param superuser a connection of a superuser to Rickyard's database, in auto-commit mode
   */
  public void apply(Connection superuser) throws SQLException {
    superuser.setAutoCommit(false);
    try (Statement statement = superuser.createStatement()) {
      // Two launchers at once: the second waits and finds everything done.
      statement.execute("select pg_advisory_xact_lock(hashtext('rickyard_roles'))");
      // A statement with a secret must not reach the server's log.
      statement.execute("set local log_statement = 'none'");
      statement.execute("set local log_min_duration_statement = -1");
      statement.execute("set local log_min_error_statement = 'panic'");
      everybody(superuser, statement);
      role(superuser, statement, MIGRATOR, "login noinherit", migratorSecret);
      for (String schema : SCHEMAS) {
        schema(superuser, statement, schema);
      }
      superuser.commit();
    } catch (SQLException e) {
      superuser.rollback();
      throw e;
    } finally {
      superuser.setAutoCommit(true);
    }
  }

  private static void everybody(Connection superuser, Statement statement) throws SQLException {
    String database = quoted(superuser.getCatalog());
    statement.execute("revoke all on database " + database + " from public");
    statement.execute("revoke all on schema public from public");
  }

  private void schema(Connection superuser, Statement statement, String schema)
      throws SQLException {
    String owner = owner(schema);
    String login = login(schema);
    String database = quoted(superuser.getCatalog());
    role(superuser, statement, owner, "nologin", "");
    role(superuser, statement, login, "login", requireNonNull(secrets.get(schema)));
    statement.execute("grant %s to %s with inherit false, set true".formatted(owner, MIGRATOR));
    statement.execute("create schema if not exists %s authorization %s".formatted(schema, owner));
    statement.execute("alter schema %s owner to %s".formatted(schema, owner));
    statement.execute(
        "grant connect on database %s to %s, %s".formatted(database, login, MIGRATOR));
    statement.execute("grant usage on schema %s to %s".formatted(schema, login));
    defaults(statement, schema, owner, login);
    statement.execute("alter role %s set search_path = %s".formatted(login, schema));
    statement.execute(
        "alter role %s set idle_in_transaction_session_timeout = '%s'"
            .formatted(login, LONGEST_STANDSTILL));
  }

  private static void defaults(Statement statement, String schema, String owner, String login)
      throws SQLException {
    String inSchema = "alter default privileges for role %s in schema %s ".formatted(owner, schema);
    // Only rights given everywhere can be taken from everybody, not those of one schema.
    statement.execute(
        "alter default privileges for role %s revoke execute on routines from public"
            .formatted(owner));
    statement.execute(inSchema + "grant select, insert, update, delete on tables to " + login);
    statement.execute(inSchema + "grant usage, select on sequences to " + login);
    statement.execute(inSchema + "grant execute on routines to " + login);
  }

  private static void role(
      Connection superuser, Statement statement, String name, String attributes, String secret)
      throws SQLException {
    if (!exists(superuser, name)) {
      statement.execute("create role " + name);
    }
    String password = secret.isEmpty() ? "" : " password '" + secret + "'";
    statement.execute(
        "alter role %s with nosuperuser nocreatedb nocreaterole noreplication nobypassrls %s%s"
            .formatted(name, attributes, password));
  }

  private static boolean exists(Connection superuser, String role) throws SQLException {
    try (PreparedStatement select =
        superuser.prepareStatement("select from pg_roles where rolname = ?")) {
      select.setString(1, role);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String requireSecret(String secret, String role) {
    if (!SECRET.matcher(secret).matches()) {
      throw new IllegalArgumentException(
          "The secret of " + role + " must be 16 to 500 printable characters without quotes");
    }
    return secret;
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
