package io.rickyard.gateway.branch;

import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.gateway.upstream.BranchView;
import org.jspecify.annotations.Nullable;

/**
 * How a branch's database is reached, as the Management API tells it.
 *
 * @param ref the project that the branch is
 * @param postgresVersion the server's version
 * @param postgresEngine its major version
 * @param releaseChannel always ga
 * @param status how the project is
 * @param dbHost where the server listens
 * @param dbPort at which port
 * @param dbUser the role that people use
 * @param dbPass its password, for who may see it
 * @param jwtSecret what signs the project's tokens, for who may see it
 */
record BranchConnection(
    String ref,
    String postgresVersion,
    String postgresEngine,
    String releaseChannel,
    StackStatus status,
    String dbHost,
    int dbPort,
    String dbUser,
    @Nullable String dbPass,
    @Nullable String jwtSecret) {

  /** What the worker tells of it. */
  record WorkerConnection(
      String host,
      int port,
      String user,
      String version,
      @Nullable String password,
      @Nullable String jwtSecret) {}

  static BranchConnection of(BranchView branch, StackStatus status, WorkerConnection told) {
    return new BranchConnection(
        branch.project().value(),
        told.version(),
        told.version().split("[^0-9]", 2)[0],
        "ga",
        status,
        told.host(),
        told.port(),
        told.user(),
        told.password(),
        told.jwtSecret());
  }
}
