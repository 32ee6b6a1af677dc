package io.rickyard.worker.sql;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;

/**
 * A project's database, with what opens it.
 *
 * @param endpoint where it listens
 * @param login as whom
 */
public record OpenDatabase(DatabaseEndpoint endpoint, Login login) {
  /** Checks that nothing is missing. */
  public OpenDatabase {
    requireNonNull(endpoint, "endpoint");
    requireNonNull(login, "login");
  }
}
