package io.rickyard.gateway.database;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's server is dialled.
 *
 * @param address where it listens
 * @param source where it wants the gateway to come from; null where that is all the same
 */
record ServerAddress(InetSocketAddress address, @Nullable InetSocketAddress source) {

  ServerAddress {
    requireNonNull(address, "address");
  }

  static ServerAddress of(DatabaseEndpoint database, @Nullable String source) {
    return new ServerAddress(
        new InetSocketAddress(database.host(), database.port()),
        source == null ? null : new InetSocketAddress(source, 0));
  }
}
