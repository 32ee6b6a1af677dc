package io.rickyard.worker.sql;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.service.departure.Departure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history of a project's migrations, in the table where the {@code supabase} CLI keeps it, too:
 * {@code supabase_migrations.schema_migrations}.
 */
public final class Migrations {

  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  /** The last columns came later; a table that the CLI made has not all of them. */
  private static final String TABLE =
      """
      create schema if not exists supabase_migrations;
      create table if not exists supabase_migrations.schema_migrations (version text not null primary key);
      alter table supabase_migrations.schema_migrations
        add column if not exists statements text[],
        add column if not exists name text,
        add column if not exists rollback text[];
      """;

  private static final String EXISTS =
      "select to_regclass('supabase_migrations.schema_migrations') is not null";

  /** Reads tables, too, to which nobody has added the later columns yet. */
  private static final String ALL =
      """
      select version, to_jsonb(m) ->> 'name', null::text[], null::text[]
        from supabase_migrations.schema_migrations m
       order by version
      """;

  private static final String ONE =
      """
      select version, name, statements, rollback
        from supabase_migrations.schema_migrations
       where version = ?
      """;

  private static final String NAMED =
      "select max(version) from supabase_migrations.schema_migrations where name = ?";

  private static final String SAVE =
      """
      insert into supabase_migrations.schema_migrations (version, name, statements, rollback)
      values (?, ?, ?, ?)
      on conflict (version) do update
        set statements = excluded.statements, rollback = excluded.rollback
      """;

  /** One after the other, and never two with one version. */
  private static final String LOCK =
      "select pg_advisory_xact_lock(hashtext('supabase_migrations'))";

  private static final String LAST =
      "select max(version) from supabase_migrations.schema_migrations where version ~ '^[0-9]{14}$'";

  private final ProjectSql sql;
  private final Clock clock;

  /** Makes one that stamps versions with this clock. */
  public Migrations(ProjectSql sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** What a migration is to be. */
  public record Wanted(@Nullable String name, String query, @Nullable String rollback) {}

  /** All, the oldest first, without their SQL. */
  public List<Migration> list(DatabaseEndpoint database, Login login) throws SqlRefused {
    return sql.with(
        database,
        login,
        connection -> {
          if (!exists(connection)) {
            return List.of();
          }
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery(ALL)) {
            var all = new ArrayList<Migration>();
            while (rows.next()) {
              all.add(migration(rows));
            }
            return all;
          }
        });
  }

  /** One of them. */
  public Optional<Migration> find(DatabaseEndpoint database, Login login, String version)
      throws SqlRefused {
    return sql.with(
        database,
        login,
        connection -> {
          if (!exists(connection)) {
            return Optional.empty();
          }
          return inTransaction(
              connection,
              () -> {
                prepare(connection);
                try (var select = connection.prepareStatement(ONE)) {
                  select.setString(1, version);
                  try (var rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(migration(rows)) : Optional.empty();
                  }
                }
              });
        });
  }

  /** Runs it and writes it down, both or neither; neither where its caller goes away meanwhile. */
  public Migration apply(DatabaseEndpoint database, Login login, Wanted wanted, Departure departure)
      throws SqlRefused {
    return sql.with(
        database,
        login,
        connection ->
            inTransaction(
                connection,
                () -> {
                  prepare(connection);
                  try (var statement = connection.createStatement();
                      var _ = Stopping.watch(departure, statement)) {
                    statement.setEscapeProcessing(false);
                    statement.execute(wanted.query());
                  }
                  return save(connection, next(connection), wanted);
                }));
  }

  /**
   * Writes one down that was run by other means; one of the same name is replaced. Nothing is run.
   */
  public Migration record(DatabaseEndpoint database, Login login, Wanted wanted) throws SqlRefused {
    return sql.with(
        database,
        login,
        connection ->
            inTransaction(
                connection,
                () -> {
                  prepare(connection);
                  String known =
                      wanted.name() == null ? null : text(connection, NAMED, wanted.name());
                  return save(connection, known == null ? next(connection) : known, wanted);
                }));
  }

  interface Work<T> {
    T run() throws SQLException;
  }

  static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result = work.run();
    connection.commit();
    return result;
  }

  static void prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(LOCK);
      statement.execute(TABLE);
    }
  }

  static boolean exists(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(EXISTS)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** The present second, or the first one after the last migration's. */
  private String next(Connection connection) throws SQLException {
    String now = VERSION.format(clock.instant());
    String last = text(connection, LAST, null);
    if (last == null || last.compareTo(now) < 0) {
      return now;
    }
    return VERSION.format(VERSION.parse(last, Instant::from).plus(1, ChronoUnit.SECONDS));
  }

  private static Migration save(Connection connection, String version, Wanted wanted)
      throws SQLException {
    var statements = List.of(wanted.query());
    List<String> rollback = wanted.rollback() == null ? List.of() : List.of(wanted.rollback());
    try (PreparedStatement insert = connection.prepareStatement(SAVE)) {
      insert.setString(1, version);
      insert.setString(2, wanted.name());
      insert.setArray(3, connection.createArrayOf("text", statements.toArray()));
      insert.setArray(4, connection.createArrayOf("text", rollback.toArray()));
      insert.executeUpdate();
    }
    return new Migration(version, wanted.name(), statements, rollback);
  }

  private static @Nullable String text(
      Connection connection, String select, @Nullable String parameter) throws SQLException {
    try (var statement = connection.prepareStatement(select)) {
      if (parameter != null) {
        statement.setString(1, parameter);
      }
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private static Migration migration(ResultSet row) throws SQLException {
    return new Migration(row.getString(1), row.getString(2), texts(row, 3), texts(row, 4));
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
