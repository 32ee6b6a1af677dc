package io.rickyard.worker.runtime.docker;

import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Which claim acted last on each stack; owns the table docker_stack. A claim enters before it acts
 * and is asked for again before each change, so that one that has lost its stack does at most the
 * call that was on its way: what that can do no harm by is said at {@link Containers}.
 */
final class Claims {

  private final DataSource database;

  Claims(DataSource database) {
    this.database = database;
  }

  /** Fences off every older claim, or is refused. */
  void enter(StackSpec stack) throws StackFailure {
    try (var connection = database.getConnection();
        var upsert =
            connection.prepareStatement(
                """
                insert into docker_stack (project, organization, generation, token)
                values (?, ?, ?, ?)
                on conflict (project) do update
                set generation = excluded.generation, token = excluded.token
                where docker_stack.organization = excluded.organization
                  and docker_stack.generation <= excluded.generation
                  and docker_stack.token <= excluded.token
                """)) {
      upsert.setString(1, stack.project().value());
      upsert.setString(2, stack.organization().value());
      upsert.setLong(3, stack.generation().value());
      upsert.setLong(4, stack.token());
      if (upsert.executeUpdate() != 1) {
        throw refused(connection, stack);
      }
    } catch (SQLException e) {
      throw DockerFailures.controlDatabase(e);
    }
  }

  /** Fails when a newer claim has entered since. */
  void require(StackSpec stack) throws StackFailure {
    try (var connection = database.getConnection()) {
      if (!newest(connection, stack)) {
        throw DockerFailures.fencedOff(null);
      }
    } catch (SQLException e) {
      throw DockerFailures.controlDatabase(e);
    }
  }

  private static StackFailure refused(Connection connection, StackSpec stack) throws SQLException {
    try (var select =
        connection.prepareStatement("select organization from docker_stack where project = ?")) {
      select.setString(1, stack.project().value());
      try (var row = select.executeQuery()) {
        if (row.next() && !row.getString(1).equals(stack.organization().value())) {
          return DockerFailures.notOurs(
              "Project %s belongs to another organization; it is left alone."
                  .formatted(stack.project()));
        }
      }
    }
    return DockerFailures.fencedOff(null);
  }

  private static boolean newest(Connection connection, StackSpec stack) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select generation = ? and token = ? from docker_stack where project = ?")) {
      select.setLong(1, stack.generation().value());
      select.setLong(2, stack.token());
      select.setString(3, stack.project().value());
      try (var row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
