package io.rickyard.gateway.management;

import org.jspecify.annotations.Nullable;

/**
 * How a project's database is opened.
 *
 * @param host where its own server listens; one of the process runtime on its host alone
 * @param password where it was asked for
 * @param connectionString all of it as a URI
 * @param byReference the address for all projects, where the installation has one
 */
record ConnectionShape(
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    String connectionString,
    @Nullable ReferenceAddress byReference) {

  ConnectionShape with(@Nullable ReferenceAddress address) {
    return new ConnectionShape(host, port, database, user, password, connectionString, address);
  }

  @Override
  public String toString() {
    return "ConnectionShape[" + host + ":" + port + "]";
  }
}
