package io.rickyard.stack;

import io.rickyard.contracts.Generation;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One row in a project's database that admits only the newest owner. An owner passes it in the same
 * transaction as its change, so a worker that lost its claim while a statement was on its way
 * changes nothing, and one that is still inside makes the next wait.
 */
public final class DatabaseFence {

  private static final String CREATE =
      """
      create schema if not exists rickyard;
      create table if not exists rickyard.fence (
        only_row boolean primary key default true check (only_row),
        generation bigint not null,
        token bigint not null
      );
      create table if not exists rickyard.applied_step (
        number integer primary key,
        name text not null,
        applied_at timestamptz not null default clock_timestamp()
      );
      insert into rickyard.fence (generation, token) values (0, 0) on conflict do nothing
      """;

  private DatabaseFence() {}

  /** Creates the row if it is missing; part of the caller's transaction. */
  static void create(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(CREATE);
    }
  }

  /** Whether the database has a fence: from the start of its setup on. */
  public static boolean exists(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select to_regclass('rickyard.fence') is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /**
   * Passes the fence and closes it for every older owner; part of the caller's transaction.
   *
   * @throws FencedOffException when a newer owner has passed
   */
  public static void pass(Connection connection, Generation generation, long token)
      throws SQLException, FencedOffException {
    try (var update =
        connection.prepareStatement(
            """
            update rickyard.fence set generation = ?, token = ?
            where generation <= ? and token <= ?
            """)) {
      update.setLong(1, generation.value());
      update.setLong(2, token);
      update.setLong(3, generation.value());
      update.setLong(4, token);
      if (update.executeUpdate() != 1) {
        throw new FencedOffException(generation, token);
      }
    }
  }
}
