package io.rickyard.bridge.jdbc;

import io.rickyard.bridge.stream.StatusLog;
import io.rickyard.bridge.stream.StatusUnavailable;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;

/** Reads the status tables through the views that the projector offers. */
@Singleton
final class StatusViews implements StatusLog {

  private final DataSource database;

  StatusViews(DataSource database) {
    this.database = database;
  }

  @Override
  public <T> T read(Function<Moment, T> reading) {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        beginAtOneMoment(connection);
        return reading.apply(new ViewsMoment(connection));
      } finally {
        connection.rollback(); // nothing was written
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new StatusUnavailable("The status views cannot be read", e);
    }
  }

  private static void beginAtOneMoment(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read, read only");
    }
  }
}
