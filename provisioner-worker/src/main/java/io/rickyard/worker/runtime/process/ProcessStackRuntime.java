package io.rickyard.worker.runtime.process;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.PostgresException;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.ServerSight;
import io.rickyard.postgres.SpareCluster;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseSetup;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.runtime.DatabaseHealth;
import io.rickyard.worker.runtime.DatabaseSize;
import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.runtime.UserPassword;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSpec;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stacks of the profile {@code database} as PostgreSQL servers on this host. A server outlives the
 * worker that started it; the next action, by whichever worker, recognizes it.
 */
public final class ProcessStackRuntime implements StackRuntime, AutoCloseable {

  private final ProcessSettings settings;
  private final StackDirectories directories;
  private final PortAllocations ports;
  private final ServerUsage usages;
  private final Clock clock;
  private final SecureRandom random;
  private final SpareCluster spare;
  private final SpareFilling filling;

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
    this.ports =
        new PortAllocations(
            database, settings.host(), settings.ports(), "rickyard.runtime.process.ports");
    this.usages = new ServerUsage(clock);
    this.clock = clock;
    this.random = random;
    this.spare = directories.spare();
    this.filling = new SpareFilling(spare, random);
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
    return StackSight.of(
        directories.of(stack.project()), stack, settings.address(), clock.instant());
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    requireTrust(stack);
    act(
        stack,
        server -> {
          var port = ports.allocate(stack.project(), PortAllocations.DATABASE);
          log.line(LogLevel.INFO, "directory and port %d are ready".formatted(port));
        });
  }

  /**
   * Without users of their own, projects of two organizations could read each other's files. Asked
   * before the directory is taken, so that a refused project leaves nothing that refuses others.
   */
  private void requireTrust(StackSpec stack) throws StackFailure {
    if (directories.isolated() || settings.sharedTrust()) {
      return;
    }
    try {
      if (!Set.of(stack.organization()).containsAll(directories.organizations())) {
        throw StackFailures.sharedTrust();
      }
    } catch (IOException e) {
      throw StackFailures.files(e);
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
          var verifier = StackLogins.superuserVerifier(stack.secrets(), random);
          if (settings.spareCluster()) {
            filling.later();
          }
          server.initialize(DatabaseBlueprint.SUPERUSER, verifier, spare);
          log.line(LogLevel.INFO, "a database cluster with checksums was created");
        });
  }

  @Override
  public void start(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          var running = new StackStart(settings, ports, stack, log).run(server);
          log.line(
              LogLevel.INFO,
              "PostgreSQL %s on port %d"
                  .formatted(running.adopted() ? "already ran" : "answers", running.port()));
        });
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
              StackLogins.superuser(stack.secrets()).connect(port, StackStart.SETUP_ANSWER)) {
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
  public void resize(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    if (!profiles().contains(stack.profile())) {
      throw new StackFailure(
          "profile_not_available",
          "A project of the process runtime has the profile database, not "
              + stack.profile().wireName(),
          false,
          null);
    }
    if (!stack.size().limits().isEmpty()) {
      throw new StackFailure(
          "limits_not_available", "The process runtime limits no service", false, null);
    }
    start(stack, log);
  }

  @Override
  public void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    if (section == SettingSection.POOLER) {
      log.line(LogLevel.INFO, "it holds where databases are opened by reference");
      return;
    }
    if (!section.service().equals(DatabaseHealth.SERVER)) {
      throw StackFailure.noService(section.service(), List.of(DatabaseHealth.SERVER));
    }
    if (section == SettingSection.PASSWORD) {
      changePassword(stack, log);
      return;
    }
    act(
        stack,
        server ->
            new SettingsStart(settings, new StackStart(settings, ports, stack, log), stack, log)
                .run(server, restart));
  }

  private void changePassword(StackSpec stack, StackLog log)
      throws StackFailure, InterruptedException {
    act(
        stack,
        server -> {
          var running = new StackStart(settings, ports, stack, log).run(server);
          try (var connection =
              StackLogins.superuser(stack.secrets())
                  .connect(running.port(), StackStart.SETUP_ANSWER)) {
            UserPassword.change(
                connection, StackLogins.userVerifier(stack.secrets(), random), stack);
          }
          log.line(LogLevel.INFO, "the role postgres has the new password");
        });
  }

  @Override
  public boolean awaitsRestart(StackSpec stack, SettingSection section) throws RuntimeUnavailable {
    if (!section.service().equals(DatabaseHealth.SERVER)) {
      return false;
    }
    try {
      var sight = ServerSight.of(directories.of(stack.project()));
      return sight.process().isPresent() && SettingsSight.awaitRestart(stack, sight.port());
    } catch (PostgresException | SQLException e) {
      throw new RuntimeUnavailable(stack.project() + " can't be looked at: " + e.getMessage(), e);
    }
  }

  @Override
  public void restart(StackSpec stack, String service, StackLog log)
      throws StackFailure, InterruptedException {
    if (!service.equals(DatabaseHealth.SERVER)) {
      throw StackFailure.noService(service, List.of(DatabaseHealth.SERVER));
    }
    stop(stack, log);
    start(stack, log);
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
  public List<LogFeed> logs(StackSpec stack, LogRange range) throws RuntimeUnavailable {
    if (!range.wants(DatabaseHealth.SERVER)) {
      return List.of();
    }
    try {
      return List.of(new ServerLogFeed(directories.of(stack.project()), range));
    } catch (PostgresException e) {
      throw new RuntimeUnavailable(
          "The log of " + stack.project() + " can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public List<ServiceUsage> usage(StackSpec stack) throws RuntimeUnavailable {
    try {
      var sight = ServerSight.of(directories.of(stack.project()));
      return sight
          .process()
          .map(server -> usages.of(server.pid()))
          .map(used -> used.keeping(size(sight.port(), stack)))
          .stream()
          .toList();
    } catch (PostgresException e) {
      throw new RuntimeUnavailable(stack.project() + " can't be looked at: " + e.getMessage(), e);
    }
  }

  private @Nullable Long size(int port, StackSpec stack) {
    var size = DatabaseSize.ask(StackLogins.superuser(stack.secrets()), settings.address(), port);
    return size.isPresent() ? size.getAsLong() : null;
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
    filling.close();
    if (settings.stopServersOnClose()) {
      HostShutdown.stopAll(directories, settings, inventory());
    }
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
