package io.rickyard.stack;

import io.rickyard.contracts.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings a database to what the blueprint says, over a superuser's connection.
 *
 * <p>Each step is one transaction: it passes the fence, runs its SQL and records itself. A crash
 * therefore leaves whole steps, the next run goes on behind them, and what a user changed since is
 * not changed back.
 */
public final class DatabaseSetup {

  // pg_stat_statements would keep the verifiers and the JWT secret, for every role to read.
  private static final String UNRECORDED =
      "set local pg_stat_statements.track = 'none'; set local log_statement = 'none'";

  /** A flush of the log covers all that was written before: the last step's serves for all. */
  private static final String FLUSHED_LATER = "set local synchronous_commit = off";

  private DatabaseSetup() {}

  /**
   * Applies the steps that are missing.
   *
   * @param applied is told each step right after its commit; durable is what was committed once
   *     this returns
   */
  public static void apply(
      Connection connection,
      List<SqlStep> steps,
      Generation generation,
      long token,
      Consumer<SqlStep> applied)
      throws SQLException, FencedOffException {
    connection.setAutoCommit(false);
    try {
      DatabaseFence.create(connection);
      DatabaseFence.pass(connection, generation, token);
      connection.commit();
      var done = applied(connection);
      var missing = steps.stream().filter(step -> !done.contains(step.number())).toList();
      for (var step : missing) {
        if (!step.equals(missing.getLast())) {
          execute(connection, FLUSHED_LATER);
        }
        DatabaseFence.pass(connection, generation, token);
        run(connection, step);
        connection.commit();
        applied.accept(step);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Whether every step has been applied; part of the caller's transaction. */
  public static boolean complete(Connection connection, List<SqlStep> steps) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("select to_regclass('rickyard.applied_step')")) {
      result.next();
      if (result.getString(1) == null) {
        return false;
      }
    }
    var done = applied(connection);
    return steps.stream().allMatch(step -> done.contains(step.number()));
  }

  private static void run(Connection connection, SqlStep step) throws SQLException {
    execute(connection, UNRECORDED);
    execute(connection, step.sql());
    try (var insert =
        connection.prepareStatement(
            "insert into rickyard.applied_step (number, name) values (?, ?)")) {
      insert.setInt(1, step.number());
      insert.setString(2, step.name());
      insert.executeUpdate();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Set<Integer> applied(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("select number from rickyard.applied_step")) {
      var numbers = new HashSet<Integer>();
      while (result.next()) {
        numbers.add(result.getInt(1));
      }
      return numbers;
    }
  }
}
