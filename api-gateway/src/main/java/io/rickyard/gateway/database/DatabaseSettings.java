package io.rickyard.gateway.database;

import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where databases are reached by reference, if they are. */
@Singleton
public final class DatabaseSettings {

  private final String host;
  private final int port;
  private final String publicHost;
  private final int perProject;

  DatabaseSettings(
      @Value("${rickyard.gateway.databases.host:`127.0.0.1`}") String host,
      @Value("${rickyard.gateway.databases.port:0}") int port,
      @Value("${rickyard.gateway.databases.public-host:}") String publicHost,
      @Value("${rickyard.gateway.databases.connections-per-project:60}") int perProject,
      @Value("${rickyard.installation.url:`http://localhost:8000`}") String url) {
    if (port < 0 || port > 65_535) {
      throw new InvalidSetting("rickyard.gateway.databases.port", "must be between 0 and 65535");
    }
    if (perProject < 1) {
      throw new InvalidSetting(
          "rickyard.gateway.databases.connections-per-project", "must be at least 1");
    }
    this.host = host;
    this.port = port;
    this.publicHost = publicHost.isBlank() ? URI.create(url).getHost() : publicHost;
    this.perProject = perProject;
  }

  /** Whether there is such an address at all. */
  public boolean used() {
    return port != 0;
  }

  /** The address that is listened on. */
  String host() {
    return host;
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** What clients call the host. */
  public String publicHost() {
    return publicHost;
  }

  /** How many connections a project may have through here at once, whatever it chooses. */
  public int perProject() {
    return perProject;
  }

  /**
   * How many a project has that chose so many.
   *
   * @param chosen null where it did not choose
   */
  public int connections(@Nullable Integer chosen) {
    return chosen == null ? perProject : Math.min(chosen, perProject);
  }
}
