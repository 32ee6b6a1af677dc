package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway has to know to pass a connection on to a project's database.
 *
 * @param status how its stack is
 * @param database where its database was seen to listen last; null before it was seen
 * @param access whose connections are passed on; everybody's, where a worker says nothing of it
 * @param source the address on the gateway's machine that the server knows the installation by;
 *     null where it knows it by none
 * @param connections how many the project wants to have through the gateway at most; null where it
 *     did not choose
 */
public record DatabaseEntrance(
    StackStatus status,
    @Nullable DatabaseEndpoint database,
    DatabaseAccess access,
    @Nullable String source,
    @Nullable Integer connections) {
  /** Checks that nothing required is missing. */
  public DatabaseEntrance {
    requireNonNull(status, "status");
    access = requireNonNullElse(access, DatabaseAccess.OPEN);
  }
}
