package io.rickyard.worker.runtime.process;

import io.rickyard.postgres.Host;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.stack.StackRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A host with a directory for projects and a database with port allocations, for one test class.
 */
public final class ProcessHost implements AutoCloseable {

  static final PostgresBinaries BINARIES =
      PostgresBinaries.unpackInto(
          Path.of(System.getProperty("java.io.tmpdir"), "rickyard-test-postgresql"));

  private static final String CHANGELOG = "io/rickyard/worker/changelog/port-allocation.sql";

  private final TestDatabase database = TestDatabase.create();
  private final Path projects;

  /** A host whose stacks live under this directory. */
  public ProcessHost(Path directory) {
    database.migrate("provisioner", CHANGELOG);
    this.projects = directory.resolve("projects");
  }

  Path projects() {
    return projects;
  }

  DataSource database() {
    return database.dataSource("provisioner");
  }

  ProcessSettings settings(PortRange ports) {
    return settings(ports, false);
  }

  ProcessSettings settings(PortRange ports, boolean spareCluster) {
    return new ProcessSettings(
        "installation",
        projects,
        "local",
        "127.0.0.1",
        ports,
        false,
        true,
        spareCluster,
        Duration.ofMinutes(1),
        Duration.ofSeconds(20));
  }

  ProcessStackRuntime runtime(ProcessSettings settings, Host host) {
    return new ProcessStackRuntime(
        settings, BINARIES, host, database(), Clock.systemUTC(), new SecureRandom());
  }

  /** A worker of this host, as the machine allows. */
  public StackRuntime worker() {
    return runtime(settings(freePorts()), Host.local());
  }

  /** Ports nobody uses now, below those of outgoing connections. */
  static PortRange freePorts() {
    for (int first = 21_000 + (int) (ProcessHandle.current().pid() % 500) * 20; ; first += 20) {
      if (free(first) && free(first + 1) && free(first + 2)) {
        return new PortRange(first, first + 19);
      }
    }
  }

  private static boolean free(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (java.net.BindException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
