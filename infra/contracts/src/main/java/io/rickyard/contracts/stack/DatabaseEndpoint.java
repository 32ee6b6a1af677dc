package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

/**
 * Where a project's database listens.
 *
 * @param host a name or address that clients of this installation reach
 * @param port its TCP port
 * @param database the database's name
 * @param version the server's version, as it reports it
 */
public record DatabaseEndpoint(String host, int port, String database, String version) {
  /** Checks that nothing required is missing. */
  public DatabaseEndpoint {
    requireNonNull(host, "host");
    requireNonNull(database, "database");
    requireNonNull(version, "version");
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("A port lies between 1 and 65535");
    }
  }
}
