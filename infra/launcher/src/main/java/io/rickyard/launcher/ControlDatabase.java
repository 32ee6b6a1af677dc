package io.rickyard.launcher;

import io.rickyard.persistence.DatabaseRoles;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.PostgresException;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.RunAs;
import io.rickyard.postgres.ScramVerifier;
import io.rickyard.postgres.ServerProcess;
import io.rickyard.postgres.ServerSettings;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The control plane's own PostgreSQL server, with a schema and a role for each service. */
final class ControlDatabase implements AutoCloseable {

  /** The database that holds the services' schemas. */
  static final String NAME = "rickyard";

  static final String SUPERUSER = "rickyard_superuser";
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final PostgresServer server;

  private ControlDatabase(PostgresServer server) {
    this.server = server;
  }

  /**
   * Starts the server, or takes over the one that a killed process left behind.
   *
   * @throws LaunchFailed when it cannot run here or its data are damaged or of another major
   *     version
   */
  static ControlDatabase start(DataDirectory data, Secrets secrets, int port) {
    try {
      var binaries = PostgresBinaries.unpackInto(data.programs());
      var runAs =
          RunAs.choose(
              Host.local(),
              "rky-" + secrets.installationId(),
              List.of(data.root(), data.programs()));
      var server = PostgresServer.open(binaries, data.database(), runAs);
      try {
        var superuser = secrets.of("database-superuser");
        server.initialize(SUPERUSER, ScramVerifier.of(superuser, new SecureRandom()));
        var login = new Login(SUPERUSER, superuser, "postgres");
        stopLeftOver(server);
        server.start(port, settings(), login, START);
        prepare(secrets, superuser, port);
        return new ControlDatabase(server);
      } catch (RuntimeException | SQLException e) {
        server.close();
        throw e;
      }
    } catch (PostgresException e) {
      throw new LaunchFailed(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw new LaunchFailed(
          "The control plane's database could not be prepared: " + e.getMessage(), e);
    }
  }

  /** A server left by a killed process listens on a port that this start knows nothing of. */
  private static void stopLeftOver(PostgresServer server) {
    server.stop(STOP);
  }

  private static ServerSettings settings() {
    return ServerSettings.frugal()
        .with("max_connections", "80")
        .with("shared_buffers", "48MB")
        // At 256 MB a flood makes a checkpoint every few seconds, and after each one pages are
        // written to the log whole.
        .with("max_wal_size", "1GB")
        .with("checkpoint_timeout", "10min");
  }

  private static void prepare(Secrets secrets, String superuser, int port) throws SQLException {
    try (var connection = new Login(SUPERUSER, superuser, "postgres").connect(port, ANSWER)) {
      if (!exists(connection)) {
        try (var statement = connection.createStatement()) {
          statement.execute("create database " + NAME);
        }
      }
    }
    var passwords =
        DatabaseRoles.SCHEMAS.stream()
            .collect(
                Collectors.toMap(schema -> schema, schema -> secrets.of("database-" + schema)));
    try (var connection = new Login(SUPERUSER, superuser, NAME).connect(port, ANSWER)) {
      new DatabaseRoles(passwords, secrets.of("database-migrator")).apply(connection);
    }
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement("select from pg_database where datname = ?")) {
      select.setString(1, NAME);
      try (var rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** The server's main process, while it runs. */
  Optional<ServerProcess> process() {
    return server.process();
  }

  /** Lets go of the server's directory and leaves the server as it is. */
  void leave() {
    server.close();
  }

  @Override
  public void close() {
    server.stop(STOP);
    server.close();
  }
}
