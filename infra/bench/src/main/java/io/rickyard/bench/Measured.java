package io.rickyard.bench;

import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * An installation under load, however its parts run.
 *
 * @param url the origin
 * @param token whose tasks are asked for
 * @param organization whose tasks they are
 * @param inside a way to look into the database
 */
record Measured(URI url, String token, String organization, Inside inside) {

  /** Looks inside, as the database's superuser. */
  interface Inside {
    /** Opens a connection. */
    Connection open() throws IOException, SQLException;
  }

  static Measured of(LocalInstallation installation) {
    return new Measured(
        installation.url(),
        installation.token(),
        installation.organization(),
        installation::database);
  }

  /** How many probe tasks have succeeded, as the status tables say. */
  static long succeeded(Connection database) throws SQLException {
    return probes(database, TaskStatus.SUCCEEDED);
  }

  /** Whether this organization has tasks that have not ended; cheap, so it may be asked often. */
  boolean isAtWork(Connection database) throws SQLException {
    try (var select =
        database.prepareStatement(
            "select exists (select from status.task where organization = ? and ended_at is null)")) {
      select.setString(1, organization);
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  /** How many probe tasks wait for their time, as the status tables say. */
  static long scheduled(Connection database) throws SQLException {
    return probes(database, TaskStatus.SCHEDULED);
  }

  private static long probes(Connection database, TaskStatus state) throws SQLException {
    try (var select =
        database.prepareStatement(
            "select count(*) from status.task where state = ? and type = 'platform.probe'")) {
      select.setString(1, state.wireName());
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
