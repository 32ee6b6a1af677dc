package io.rickyard.postgres;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** A process of its own that creates and starts a server, for a test that kills it on the way. */
final class OwnerToBeKilled {

  static final Login LOGIN = new Login("boss", "password", "postgres");

  private OwnerToBeKilled() {}

  /** Wants the directory, the port, and the system user's name. */
  public static void main(String[] arguments) {
    var server = open(Path.of(arguments[0]), arguments[2]);
    System.out.println("begins");
    bringUp(server, Integer.parseInt(arguments[1]));
    System.out.println("ready");
  }

  static PostgresServer open(Path directory, String user) {
    var runAs =
        RunAs.choose(
            Host.local(),
            user,
            java.util.List.of(directory.resolveSibling(""), TestBinaries.BINARIES.home()));
    return PostgresServer.open(TestBinaries.BINARIES, directory, runAs);
  }

  static RunningServer bringUp(PostgresServer server, int port) {
    server.initialize(LOGIN.role(), ScramVerifier.of(LOGIN.password(), new SecureRandom()));
    return server.start(port, ServerSettings.frugal(), LOGIN, Duration.ofMinutes(1));
  }
}
