package io.rickyard.worker.runtime.process;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.PortInUseException;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.PostgresException;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.RunningServer;
import io.rickyard.postgres.ServerSight;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseFence;
import io.rickyard.stack.DatabaseSetup;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Stacks of the profile {@code database} as PostgreSQL servers on this host. A server outlives the
 * worker that started it; the next action, by whichever worker, recognizes it.
 */
public final class ProcessStackRuntime implements StackRuntime, AutoCloseable {

  private static final Duration SETUP_ANSWER = Duration.ofMinutes(2);
  private static final int PORTS_TO_TRY = 20;

  private final ProcessSettings settings;
  private final StackDirectories directories;
  private final PortAllocations ports;
  private final Clock clock;
  private final SecureRandom random;

  /** A runtime whose port allocations stand in this database. */
  public ProcessStackRuntime(
      ProcessSettings settings,
      PostgresBinaries binaries,
      Host host,
      DataSource database,
      Clock clock,
      SecureRandom random) {
    this.settings = settings;
    this.directories = new StackDirectories(settings, binaries, host);
    this.ports = new PortAllocations(database, settings.host(), settings.ports());
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Set<StackProfile> profiles() {
    return Set.of(StackProfile.DATABASE);
  }

  @Override
  public boolean isolatesProjects() {
    return directories.isolated();
  }

  @Override
  public StackObservation observe(StackSpec stack) throws RuntimeUnavailable {
    var now = clock.instant();
    var directory = directories.of(stack.project());
    if (!Files.isDirectory(directory)) {
      return StackObservation.absent(now);
    }
    try {
      var sight = ServerSight.of(directory);
      if (sight.process().isEmpty()) {
        var why = sight.initialized() ? "the server does not run" : "there is no database yet";
        return new StackObservation(
            sight.initialized(), false, DatabaseHealth.down(now, why), null, now);
      }
      var identifier = ServerSight.systemIdentifier(directory);
      var services = DatabaseHealth.ask(sight.port(), stack.secrets(), identifier, now);
      var version = services.getFirst().version();
      var endpoint =
          version == null
              ? null
              : new DatabaseEndpoint(
                  settings.address(), sight.port(), DatabaseBlueprint.DATABASE, version);
      return new StackObservation(true, true, services, endpoint, now);
    } catch (PostgresException e) {
      throw new RuntimeUnavailable(stack.project() + " can't be looked at: " + e.getMessage(), e);
    }
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          requireTrust(stack);
          var port = allocated(ports.allocate(stack.project()));
          log.line(LogLevel.INFO, "directory and port %d are ready".formatted(port));
        });
  }

  /** Without users of their own, projects of two organizations could read each other's files. */
  private void requireTrust(StackSpec stack) throws StackFailure, IOException {
    if (directories.isolated() || settings.sharedTrust()) {
      return;
    }
    var organizations = directories.organizations();
    if (!organizations.equals(Set.of(stack.organization()))) {
      throw StackFailures.sharedTrust();
    }
  }

  @Override
  public void initialize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          if (server.initialized()) {
            log.line(LogLevel.INFO, "the database cluster exists");
            return;
          }
          server.initialize(
              DatabaseBlueprint.SUPERUSER, StackLogins.superuserVerifier(stack.secrets(), random));
          log.line(LogLevel.INFO, "a database cluster with checksums was created");
        });
  }

  @Override
  public void start(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          var running = startOnAPort(server, stack, log);
          passFence(running, stack);
          log.line(
              LogLevel.INFO,
              "PostgreSQL %s on port %d"
                  .formatted(running.adopted() ? "already ran" : "answers", running.port()));
        });
  }

  private RunningServer startOnAPort(PostgresServer server, StackSpec stack, StackLog log)
      throws StackFailure, SQLException {
    var port = allocated(ports.allocate(stack.project()));
    for (int tried = 1; ; tried++) {
      var wanted = port;
      if (server.port().filter(used -> used != wanted).isPresent()) {
        log.line(LogLevel.WARN, "the server runs on a port that is not its own and is moved");
        server.stop(settings.stopWithin());
      }
      try {
        return server.start(
            port,
            DatabaseBlueprint.serverSettings(),
            StackLogins.superuser(stack.secrets()),
            settings.startWithin());
      } catch (PortInUseException e) {
        if (tried == PORTS_TO_TRY) {
          throw e;
        }
        log.line(LogLevel.WARN, "port %d is used by another process and given up".formatted(port));
        port = allocated(ports.burn(stack.project(), port));
      }
    }
  }

  /**
   * Makes older owners' SQL fail from here on; before the first setup there is nothing to guard.
   */
  private static void passFence(RunningServer running, StackSpec stack)
      throws SQLException, FencedOffException {
    try (var connection =
        StackLogins.superuser(stack.secrets()).connect(running.port(), SETUP_ANSWER)) {
      if (DatabaseFence.exists(connection)) {
        DatabaseFence.pass(connection, stack.generation(), stack.token());
      }
    }
  }

  @Override
  public void configure(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          var port =
              server.port().orElseThrow(() -> new PostgresException("The server does not run."));
          var steps = DatabaseBlueprint.steps(StackLogins.credentials(stack.secrets(), random));
          try (var connection =
              StackLogins.superuser(stack.secrets()).connect(port, SETUP_ANSWER)) {
            DatabaseSetup.apply(
                connection,
                steps,
                stack.generation(),
                stack.token(),
                step -> log.line(LogLevel.INFO, "applied " + step));
          }
        });
  }

  @Override
  public void stop(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          server.stop(settings.stopWithin());
          log.line(LogLevel.INFO, "PostgreSQL is stopped; its data is kept");
        });
  }

  @Override
  public void remove(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          server.stop(settings.stopWithin());
          server.delete();
          ports.release(stack.project());
          log.line(LogLevel.INFO, "server, data, user and port are removed");
        });
  }

  @Override
  public List<ProjectRef> inventory() throws RuntimeUnavailable {
    try {
      return directories.projects();
    } catch (IOException e) {
      throw new RuntimeUnavailable(settings.projects() + " can't be listed", e);
    }
  }

  /**
   * Stops every server of this installation on this host, where the settings say so, and keeps what
   * is desired. Uses no database of the control plane.
   */
  @Override
  public void close() throws RuntimeUnavailable {
    if (settings.stopServersOnClose()) {
      HostShutdown.stopAll(directories, settings, inventory());
    }
  }

  private static int allocated(OptionalInt port) throws StackFailure {
    if (port.isEmpty()) {
      throw StackFailures.noPort();
    }
    return port.getAsInt();
  }

  /** Something done while the directory is ours. */
  @FunctionalInterface
  private interface Action {
    void run(PostgresServer server)
        throws StackFailure, InterruptedException, IOException, SQLException, FencedOffException;
  }

  private void act(StackSpec stack, Action action) throws StackFailure, InterruptedException {
    try (var server = directories.own(stack)) {
      action.run(server);
    } catch (PostgresException e) {
      throw StackFailures.of(e);
    } catch (IOException e) {
      throw StackFailures.files(e);
    } catch (FencedOffException e) {
      throw StackFailures.fencedOff(e);
    } catch (SQLException e) {
      throw StackFailures.projectDatabase(e);
    }
  }
}
