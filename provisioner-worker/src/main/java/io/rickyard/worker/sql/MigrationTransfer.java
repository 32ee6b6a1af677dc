package io.rickyard.worker.sql;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Carries migrations from one project's history into another's.
 *
 * <p>What a migration does and that it was done are one transaction, so it has happened once or not
 * at all, whoever dies. All that writes to a history holds its lock, and asks only then whether it
 * still may: whoever takes the work over has said so before it waits for that lock, so nothing of
 * the former owner comes after something of the new one.
 */
public final class MigrationTransfer {

  private static final String HISTORY =
      """
      select version, md5(array_to_string(statements, E'\\n', '')) as digest
        from supabase_migrations.schema_migrations
       order by version
      """;

  private static final String KNOWN =
      "select from supabase_migrations.schema_migrations where version = ?";

  private static final String WRITE =
      """
      insert into supabase_migrations.schema_migrations (version, name, statements, rollback)
      values (?, ?, ?, ?)
      """;

  private static final String EMPTY = Script.read("empty.sql");

  private final ProjectSql sql;
  private final Migrations migrations;

  /** Makes one. */
  public MigrationTransfer(ProjectSql sql, Migrations migrations) {
    this.sql = sql;
    this.migrations = migrations;
  }

  /**
   * A migration that was applied.
   *
   * @param version which
   * @param digest of its SQL
   */
  public record Applied(String version, String digest) {
    /** Checks that nothing is missing. */
    public Applied {
      requireNonNull(version, "version");
      requireNonNull(digest, "digest");
    }
  }

  /** What was applied to a database, the oldest first. */
  public List<Applied> history(OpenDatabase database) throws SqlRefused {
    return sql.with(
        database.endpoint(),
        database.login(),
        connection -> {
          if (!Migrations.exists(connection)) {
            return List.of();
          }
          return Migrations.inTransaction(
              connection,
              () -> {
                Migrations.prepare(connection);
                return read(connection);
              });
        });
  }

  private static List<Applied> read(Connection connection) throws SQLException {
    var all = new ArrayList<Applied>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(HISTORY)) {
      while (rows.next()) {
        String digest = rows.getString("digest");
        all.add(new Applied(rows.getString("version"), digest == null ? "" : digest));
      }
    }
    return List.copyOf(all);
  }

  /** One migration with its SQL; what is gone from the history since it was read has none. */
  public Migration read(OpenDatabase database, String version) throws SqlRefused {
    return migrations
        .find(database.endpoint(), database.login(), version)
        .orElseGet(() -> new Migration(version, null, List.of(), List.of()));
  }

  /**
   * Applies a migration under its own version, unless that was done.
   *
   * @param mine whether whoever asks may still
   * @return false when it may not; then nothing was done
   */
  public boolean apply(OpenDatabase database, Migration migration, BooleanSupplier mine)
      throws SqlRefused {
    return alone(
        database,
        mine,
        connection -> {
          if (!isKnown(connection, migration.version())) {
            execute(connection, migration.statements());
            write(connection, migration);
          }
        });
  }

  /**
   * Takes everything out of a database that its user brought in, its history with it.
   *
   * @param mine whether whoever asks may still
   * @return false when it may not; then nothing was done
   */
  public boolean empty(OpenDatabase database, BooleanSupplier mine) throws SqlRefused {
    return alone(
        database,
        mine,
        connection -> {
          ManagedSchemas.tell(connection);
          execute(connection, List.of(EMPTY));
        });
  }

  private interface Change {
    void in(Connection connection) throws SQLException;
  }

  private boolean alone(OpenDatabase database, BooleanSupplier mine, Change change)
      throws SqlRefused {
    return sql.with(
        database.endpoint(),
        database.login(),
        connection ->
            Migrations.inTransaction(
                connection,
                () -> {
                  Migrations.prepare(connection);
                  if (!mine.getAsBoolean()) {
                    return false;
                  }
                  change.in(connection);
                  return true;
                }));
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      // What looks like JDBC's own escapes is the user's SQL.
      statement.setEscapeProcessing(false);
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static boolean isKnown(Connection connection, String version) throws SQLException {
    try (var select = connection.prepareStatement(KNOWN)) {
      select.setString(1, version);
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void write(Connection connection, Migration migration) throws SQLException {
    try (var insert = connection.prepareStatement(WRITE)) {
      insert.setString(1, migration.version());
      insert.setString(2, migration.name());
      insert.setArray(3, connection.createArrayOf("text", migration.statements().toArray()));
      insert.setArray(4, connection.createArrayOf("text", migration.rollback().toArray()));
      insert.executeUpdate();
    }
  }
}
