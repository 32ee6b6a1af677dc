package io.rickyard.worker.runtime.process;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.StackFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * Which project has which port of this host; owns the table port_allocation. A project keeps its
 * port until it is deleted, paused or not, since clients have it in their settings. A port found in
 * use by something else is burned: nobody gets it again.
 */
final class PortAllocations {

  private final DataSource database;
  private final String host;
  private final PortRange range;

  PortAllocations(DataSource database, String host, PortRange range) {
    this.database = database;
    this.host = host;
    this.range = range;
  }

  private static OptionalInt of(Connection connection, ProjectRef project) throws SQLException {
    try (var select =
        connection.prepareStatement("select port from port_allocation where project = ?")) {
      select.setString(1, project.value());
      try (var row = select.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    }
  }

  /** The project's port, allocated now if it has none. */
  int allocate(ProjectRef project) throws StackFailure {
    return required(
        inTransaction(connection -> {
          lock(connection);
          var known = of(connection, project);
          return known.isPresent() ? known : next(connection, project);
        }));
  }

  /** Gives up a port that something else uses, and takes the next one. */
  int burn(ProjectRef project, int port) throws StackFailure {
    return required(
        inTransaction(connection -> {
          lock(connection);
          try (var burn =
              connection.prepareStatement(
                  """
                  update port_allocation set project = null, burned_at = clock_timestamp()
                  where host = ? and port = ? and project = ?
                  """)) {
            burn.setString(1, host);
            burn.setInt(2, port);
            burn.setString(3, project.value());
            burn.executeUpdate();
          }
          var known = of(connection, project);
          return known.isPresent() ? known : next(connection, project);
        }));
  }

  private static int required(OptionalInt port) throws StackFailure {
    if (port.isEmpty()) {
      throw StackFailures.noPort();
    }
    return port.getAsInt();
  }

  /** Gives the project's port back; nothing happens when it has none. */
  void release(ProjectRef project) throws StackFailure {
    inTransaction(connection -> {
      try (var delete =
          connection.prepareStatement("delete from port_allocation where project = ?")) {
        delete.setString(1, project.value());
        delete.executeUpdate();
      }
      return OptionalInt.empty();
    });
  }

  private OptionalInt next(Connection connection, ProjectRef project) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into port_allocation (host, port, project)
            select ?, candidate, ? from generate_series(?, ?) as candidate
            where not exists (
              select from port_allocation taken where taken.host = ? and taken.port = candidate)
            order by candidate limit 1
            returning port
            """)) {
      insert.setString(1, host);
      insert.setString(2, project.value());
      insert.setInt(3, range.first());
      insert.setInt(4, range.last());
      insert.setString(5, host);
      try (var row = insert.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    }
  }

  /** One allocation at a time: two would find the same free port. */
  private void lock(Connection connection) throws SQLException {
    try (var lock =
        connection.prepareStatement(
            "select pg_advisory_xact_lock(hashtextextended('port_allocation:' || ?, 0))")) {
      lock.setString(1, host);
      lock.execute();
    }
  }

  /** Work in one transaction. */
  @FunctionalInterface
  private interface Work {
    OptionalInt run(Connection connection) throws SQLException;
  }

  private OptionalInt inTransaction(Work work) throws StackFailure {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      var committed = false;
      try {
        var result = work.run(connection);
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw StackFailures.controlDatabase(e);
    }
  }
}
