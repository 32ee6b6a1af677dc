package io.rickyard.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Has a server that runs read its files again.
 *
 * <ol>
 *   <li>The files are written and the main process is told.
 *   <li>New connections are made until one was forked after that: it has the new values.
 *   <li>That one says which values wait for a start.
 * </ol>
 */
final class Reload {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final ServerLayout layout;
  private final RunAs runAs;
  private final Login login;
  private final long deadline;

  Reload(ServerLayout layout, RunAs runAs, Login login, Duration within) {
    this.layout = layout;
    this.runAs = runAs;
    this.login = login;
    this.deadline = System.nanoTime() + within.toNanos();
  }

  List<String> run(int port, ServerSettings settings) {
    try {
      OffsetDateTime before;
      try (var connection = login.connect(port, ANSWER)) {
        before = loaded(connection);
        ConfigurationFiles.write(layout, runAs, settings);
        try (var statement = connection.createStatement()) {
          statement.execute("select pg_reload_conf()");
        }
      }
      while (true) {
        try (var connection = login.connect(port, ANSWER)) {
          if (loaded(connection).isAfter(before)) {
            return pending(connection);
          }
        }
        if (System.nanoTime() - deadline > 0) {
          throw new PostgresException(
              "The server in %s has not read its settings again in time.".formatted(layout.root()));
        }
        Pause.of(POLL);
      }
    } catch (SQLException e) {
      throw new PostgresException(
          "The server in %s could not be told to read its settings: %s"
              .formatted(layout.root(), e.getMessage()),
          e);
    }
  }

  private static OffsetDateTime loaded(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_conf_load_time()")) {
      row.next();
      return row.getObject(1, OffsetDateTime.class);
    }
  }

  private static List<String> pending(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select name from pg_settings where pending_restart order by name")) {
      var names = new ArrayList<String>();
      while (row.next()) {
        names.add(row.getString(1));
      }
      return List.copyOf(names);
    }
  }
}
