package io.rickyard.worker.runtime;

import io.rickyard.postgres.ScramVerifier;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseFence;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.stack.StackSpec;
import java.sql.Connection;
import java.sql.SQLException;

/** The password of the role that users have, in a project's database. */
public final class UserPassword {

  private UserPassword() {}

  /**
   * Changes it, in one transaction with the fence that older owners do not pass.
   *
   * @param connection the superuser's
   * @param verifier what the server keeps of the new one
   * @param claim whose change it is
   */
  public static void change(Connection connection, ScramVerifier verifier, StackSpec claim)
      throws SQLException, FencedOffException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      DatabaseFence.pass(connection, claim.generation(), claim.token());
      // Both would keep the verifier.
      statement.execute("set local pg_stat_statements.track = 'none'");
      statement.execute("set local log_statement = 'none'");
      statement.execute(
          "alter role %s password '%s'".formatted(DatabaseBlueprint.USER, verifier.text()));
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
