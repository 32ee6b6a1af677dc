package io.rickyard.gateway.management;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A project's database. The first four keys are the Management API's, which wants them even before
 * anything is known: then they are empty.
 *
 * @param host where it listens
 * @param version the server's version
 * @param postgresEngine the server's major version
 * @param releaseChannel always {@code ga}
 * @param port its TCP port
 * @param name the database's name
 */
record DatabaseShape(
    String host,
    String version,
    String postgresEngine,
    String releaseChannel,
    @Nullable Integer port,
    @Nullable String name) {

  private static final String ENGINE = "17";
  private static final String CHANNEL = "ga";

  static DatabaseShape of(@Nullable DatabaseEndpoint endpoint) {
    return endpoint == null
        ? new DatabaseShape("", "", ENGINE, CHANNEL, null, null)
        : new DatabaseShape(
            endpoint.host(),
            endpoint.version(),
            major(endpoint.version()),
            CHANNEL,
            endpoint.port(),
            endpoint.database());
  }

  private static String major(String version) {
    String major = version.split("[^0-9]", 2)[0];
    return major.isEmpty() ? ENGINE : major;
  }
}
