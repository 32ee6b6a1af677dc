package io.rickyard.worker.runtime;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.StackFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * Which project has which ports of this host, and what for; owns the table port_allocation. A
 * project keeps its ports until it is deleted, paused or not, since clients have them in their
 * settings. A port found in use by something else is burned: nobody gets it again.
 */
public final class PortAllocations {

  /** What the port is for that a project's users find in their connection string. */
  public static final String DATABASE = "database";

  private final DataSource database;
  private final String host;
  private final PortRange range;
  private final String setting;

  /**
   * The ports of one host.
   *
   * @param host how allocations name the host
   * @param range what may be given out
   * @param setting where the range is set, for who has run out of ports
   */
  public PortAllocations(DataSource database, String host, PortRange range, String setting) {
    this.database = database;
    this.host = host;
    this.range = range;
    this.setting = setting;
  }

  private static OptionalInt of(Connection connection, ProjectRef project, String purpose)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select port from port_allocation where project = ? and purpose = ?")) {
      select.setString(1, project.value());
      select.setString(2, purpose);
      try (var row = select.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    }
  }

  /** The project's port for this purpose, allocated now if it has none. */
  public int allocate(ProjectRef project, String purpose) throws StackFailure {
    return required(
        inTransaction(connection -> {
          lock(connection);
          var known = of(connection, project, purpose);
          return known.isPresent() ? known : next(connection, project, purpose);
        }));
  }

  /** The project's port for this purpose, if it has one. */
  public OptionalInt find(ProjectRef project, String purpose) throws StackFailure {
    return inTransaction(connection -> of(connection, project, purpose));
  }

  /** Gives up a port that something else uses, and takes the next one. */
  public int burn(ProjectRef project, String purpose, int port) throws StackFailure {
    return required(
        inTransaction(connection -> {
          lock(connection);
          try (var burn =
              connection.prepareStatement(
                  """
                  update port_allocation set project = null, burned_at = clock_timestamp()
                  where host = ? and port = ? and project = ? and purpose = ?
                  """)) {
            burn.setString(1, host);
            burn.setInt(2, port);
            burn.setString(3, project.value());
            burn.setString(4, purpose);
            burn.executeUpdate();
          }
          var known = of(connection, project, purpose);
          return known.isPresent() ? known : next(connection, project, purpose);
        }));
  }

  private int required(OptionalInt port) throws StackFailure {
    if (port.isEmpty()) {
      throw new StackFailure(
          "no_port_left",
          "All ports of %s are taken; widen the range.".formatted(setting),
          false,
          null);
    }
    return port.getAsInt();
  }

  /** Gives the project's ports back; nothing happens when it has none. */
  public void release(ProjectRef project) throws StackFailure {
    inTransaction(connection -> {
      try (var delete =
          connection.prepareStatement("delete from port_allocation where project = ?")) {
        delete.setString(1, project.value());
        delete.executeUpdate();
      }
      return OptionalInt.empty();
    });
  }

  private OptionalInt next(Connection connection, ProjectRef project, String purpose)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into port_allocation (host, port, project, purpose)
            select ?, candidate, ?, ? from generate_series(?, ?) as candidate
            where not exists (
              select from port_allocation taken where taken.host = ? and taken.port = candidate)
            order by candidate limit 1
            returning port
            """)) {
      insert.setString(1, host);
      insert.setString(2, project.value());
      insert.setString(3, purpose);
      insert.setInt(4, range.first());
      insert.setInt(5, range.last());
      insert.setString(6, host);
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
      throw new StackFailure(
          "control_database_unavailable", "Port allocations can't be reached.", true, e);
    }
  }
}
