package io.rickyard.worker.log;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.RuntimeUnavailable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Up to which place each stack's lines are with its log collector; owns the table log_place. The
 * row is locked while lines are on their way, so that of several workers one takes them there.
 */
public final class LogPlaces {

  private final DataSource database;

  /** In this database. */
  public LogPlaces(DataSource database) {
    this.database = database;
  }

  /** Takes what lies after a place on its way, and says up to which place that was. */
  @FunctionalInterface
  interface Delivery {
    Cursor after(Cursor place)
        throws RuntimeUnavailable, StackLogs.Busy, IOException, InterruptedException;
  }

  /**
   * Goes on with a stack where it was left, unless another worker does. What is not delivered is
   * tried again from the same place.
   *
   * @param start where a stack begins that has no place yet
   */
  void advance(ProjectRef project, Instant start, Delivery delivery)
      throws SQLException, RuntimeUnavailable, StackLogs.Busy, IOException, InterruptedException {
    try (var connection = database.getConnection()) {
      begin(connection, project, start);
      connection.setAutoCommit(false);
      var committed = false;
      try {
        var place = lock(connection, project);
        if (place.isPresent()) {
          write(connection, project, delivery.after(place.get()));
        }
        connection.commit();
        committed = true;
      } finally {
        if (!committed) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    }
  }

  private static void begin(Connection connection, ProjectRef project, Instant start)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "insert into log_place (project, place) values (?, ?) on conflict do nothing")) {
      insert.setString(1, project.value());
      insert.setString(2, new Cursor(start, 0).toString());
      insert.executeUpdate();
    }
  }

  private static Optional<Cursor> lock(Connection connection, ProjectRef project)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select place from log_place where project = ? for update skip locked")) {
      select.setString(1, project.value());
      try (var row = select.executeQuery()) {
        return row.next() ? Optional.of(Cursor.parse(row.getString(1))) : Optional.empty();
      }
    }
  }

  private static void write(Connection connection, ProjectRef project, Cursor place)
      throws SQLException {
    try (var update =
        connection.prepareStatement("update log_place set place = ? where project = ?")) {
      update.setString(1, place.toString());
      update.setString(2, project.value());
      update.executeUpdate();
    }
  }

  /** Forgets all stacks but these. */
  void keep(List<ProjectRef> projects) throws SQLException {
    try (var connection = database.getConnection();
        var delete =
            connection.prepareStatement("delete from log_place where project <> all (?)")) {
      delete.setArray(
          1,
          connection.createArrayOf(
              "text", projects.stream().map(ProjectRef::value).toArray(String[]::new)));
      delete.executeUpdate();
    }
  }
}
