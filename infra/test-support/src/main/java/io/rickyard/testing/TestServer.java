package io.rickyard.testing;

import io.rickyard.postgres.Host;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.PostgresException;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.RunAs;
import io.rickyard.postgres.ScramVerifier;
import io.rickyard.postgres.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one PostgreSQL server of this JVM; ends with it. */
final class TestServer {

  private static final Logger LOG = LoggerFactory.getLogger(TestServer.class);
  private static final String SUPERUSER = "postgres";
  private static final String PASSWORD = "password-of-the-tests";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int port;

  private TestServer(int port) {
    this.port = port;
  }

  /** Starts it at the first call. */
  static TestServer get() {
    return Holder.SERVER;
  }

  int port() {
    return port;
  }

  Login superuser(String database) {
    return new Login(SUPERUSER, PASSWORD, database);
  }

  private static TestServer start() {
    PostgresBinaries binaries =
        PostgresBinaries.unpackInto(
            TestDirectories.temporary().resolve("rickyard-test-postgresql"));
    TestDirectories.leftOver().forEach(directory -> sweep(binaries, directory));
    Path directory = TestDirectories.ofThisProcess();
    PostgresServer server = open(binaries, directory);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
    server.initialize(SUPERUSER, ScramVerifier.of(PASSWORD, new SecureRandom()));
    var running =
        server.start(
            freePort(),
            ServerSettings.frugal().with("max_connections", "200"),
            new Login(SUPERUSER, PASSWORD, "postgres"),
            PATIENCE);
    return new TestServer(running.port());
  }

  private static PostgresServer open(PostgresBinaries binaries, Path directory) {
    RunAs runAs =
        RunAs.choose(
            Host.local(),
            "rky-test-" + TestDirectories.process(directory),
            List.of(directory, binaries.home()));
    return PostgresServer.open(binaries, directory.resolve("postgres"), runAs);
  }

  /** A JVM that was killed could not end its server. */
  private static void sweep(PostgresBinaries binaries, Path directory) {
    try {
      end(open(binaries, directory), directory);
    } catch (PostgresException e) {
      LOG.warn("event=left_over_kept directory={} repair=\"delete it by hand\"", directory, e);
    }
  }

  private static void end(PostgresServer server, Path directory) {
    server.stop(Duration.ofSeconds(10));
    server.delete();
    TestDirectories.delete(directory);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("There is no free port", e);
    }
  }

  private static final class Holder {
    private static final TestServer SERVER = start();
  }
}
