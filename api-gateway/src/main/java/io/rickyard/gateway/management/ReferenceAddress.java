package io.rickyard.gateway.management;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.database.DatabaseSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's database is reached by reference: the same host and port for all projects,
 * whose user says which one is meant, so that no name of the project has to be known to DNS.
 *
 * @param connectionString all of it as a URI
 */
public record ReferenceAddress(
    String host, int port, String database, String user, String connectionString) {

  private static final String DATABASE = "postgres";
  private static final String USER = "postgres";

  /**
   * The address, where the installation has one.
   *
   * @param password what is written into the URI, if it may be shown
   */
  public static Optional<ReferenceAddress> of(
      DatabaseSettings settings, ProjectRef project, @Nullable String password) {
    if (!settings.used()) {
      return Optional.empty();
    }
    var user = USER + "." + project;
    var shown =
        password == null
            ? "[YOUR-PASSWORD]"
            : URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    return Optional.of(
        new ReferenceAddress(
            settings.publicHost(),
            settings.port(),
            DATABASE,
            user,
            "postgresql://%s:%s@%s:%d/%s"
                .formatted(user, shown, settings.publicHost(), settings.port(), DATABASE)));
  }

  @Override
  public String toString() {
    return "ReferenceAddress[" + user + "]";
  }
}
