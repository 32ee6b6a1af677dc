package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server and its directory. Whoever opened it holds the directory's lock, so nobody
 * else starts, stops or deletes the server; closing gives the lock back and leaves the server as it
 * is, running or not, for the next owner to recognize.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration INITDB = Duration.ofMinutes(3);
  private static final Duration SIGNAL = Duration.ofSeconds(10);
  private static final Duration BACKENDS_LEAVE = Duration.ofMillis(20);
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  private final PostgresBinaries binaries;
  private final ServerLayout layout;
  private final RunAs runAs;
  private final DirectoryLock lock;

  private PostgresServer(
      PostgresBinaries binaries, ServerLayout layout, RunAs runAs, DirectoryLock lock) {
    this.binaries = binaries;
    this.layout = layout;
    this.runAs = runAs;
    this.lock = lock;
  }

  /**
   * Takes the server directory, creating it when it is missing.
   *
   * @throws DirectoryInUseException when another owner has it
   * @throws IncompatibleDataException when its data is another major version's
   */
  public static PostgresServer open(PostgresBinaries binaries, Path directory, RunAs runAs) {
    try {
      Directories.create(directory, fromString(runAs.isolated() ? "rwx--x--x" : "rwx------"));
      var layout = new ServerLayout(directory.toRealPath());
      requirePlainPath(layout.root());
      var lock = DirectoryLock.take(layout.lock());
      var server = new PostgresServer(binaries, layout, runAs, lock);
      try {
        server.requireSameMajor();
      } catch (PostgresException e) {
        server.close();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new PostgresException("Could not open " + directory + ": " + e.getMessage(), e);
    }
  }

  /** The server's directory, without symbolic links. */
  public Path directory() {
    return layout.root();
  }

  /** Whether initdb has finished here. */
  public boolean initialized() {
    return layout.initialized();
  }

  /**
   * Creates the data directory; may be repeated after a crash, and does nothing when it exists. It
   * is durable when this returns.
   *
   * @param superuser the name of the first role
   */
  public void initialize(String superuser, ScramVerifier verifier) {
    if (initialized()) {
      return;
    }
    var fresh = layout.initializing();
    var password = layout.passwordFile();
    try {
      AbandonedInitdb.clear(layout);
      Files.createDirectory(fresh);
      Files.setPosixFilePermissions(fresh, fromString("rwx------"));
      runAs.create();
      runAs.give(fresh);
      createLogDirectory();
      layout.write(password, verifier.text() + "\n", "rw-------");
      runAs.give(password);
      var outcome = Program.run(runAs.command(initdb(superuser, fresh, password)), INITDB);
      if (!outcome.succeeded()) {
        throw new PostgresException("initdb failed: " + outcome.output());
      }
      Files.move(fresh, layout.data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PostgresException(
          "Could not create a data directory in " + layout.root() + ": " + e.getMessage(), e);
    } finally {
      deleteQuietly(password);
    }
  }

  private List<String> initdb(String superuser, Path data, Path password) {
    return List.of(
        binaries.initdb().toString(),
        "--pgdata=" + data,
        "--username=" + superuser,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--sync-method=" + binaries.syncMethod(),
        "--no-instructions");
  }

  private void createLogDirectory() throws IOException {
    if (!Files.isDirectory(layout.logDirectory())) {
      Files.createDirectory(layout.logDirectory());
      Files.setPosixFilePermissions(layout.logDirectory(), fromString("rwx------"));
    }
    runAs.give(layout.logDirectory());
  }

  /**
   * Starts the server, or recognizes the one that runs, and returns when it answers this login.
   *
   * @param port ignored when the server already runs; it stays on the port it has
   * @param within how long it may take; a recovery after a crash can need minutes
   * @throws PortInUseException when something else listens there
   */
  public RunningServer start(int port, ServerSettings settings, Login login, Duration within) {
    return new ServerStart(binaries, layout, runAs, login, within).run(port, settings);
  }

  /** The main process of the server, if one runs on this data; says nothing of its health. */
  public Optional<ServerProcess> process() {
    return Postmaster.of(layout).map(Postmaster::process);
  }

  /** The port of the server that runs on this data. */
  public Optional<Integer> port() {
    return Postmaster.of(layout).map(Postmaster::port);
  }

  /** Recognizes the server that runs on this data, if it answers this login now. */
  public Optional<RunningServer> adopt(Login login) {
    return Postmaster.of(layout).flatMap(postmaster -> postmaster.verify(layout, login));
  }

  /**
   * Stops the server, if one runs: open transactions are rolled back; when that takes longer than
   * the time given, its processes end at once and the next start recovers.
   */
  public void stop(Duration within) {
    process().ifPresent(process -> stop(process, within));
  }

  private void stop(ServerProcess process, Duration within) {
    signal("fast");
    if (process.awaitEnd(within)) {
      return;
    }
    LOG.warn(
        "PostgreSQL did not stop in time and is ended. directory={} pid={}",
        layout.root(),
        process.pid());
    signal("immediate");
    if (process.awaitEnd(SIGNAL)) {
      return;
    }
    process.kill();
    if (!process.awaitEnd(SIGNAL)) {
      throw new PostgresException(
          "Process " + process.pid() + " of " + layout.root() + " can't be ended.");
    }
  }

  private void signal(String mode) {
    var outcome =
        Program.run(
            runAs.command(
                List.of(
                    binaries.pgCtl().toString(),
                    "stop",
                    "-W",
                    "--mode=" + mode,
                    "--pgdata=" + layout.data())),
            SIGNAL);
    // It may have ended between our look and the signal; whether it did is seen by waiting.
    if (!outcome.succeeded()) {
      LOG.debug("pg_ctl stop failed. directory={} output={}", layout.root(), outcome.output());
    }
  }

  /**
   * Removes everything: the data, the files around it, the lock and the server's user. The server
   * must have been stopped; the object can't be used afterwards.
   */
  public void delete() {
    if (process().isPresent()) {
      throw new PostgresException("The server in " + layout.root() + " runs and can't be deleted.");
    }
    try {
      releaseSharedMemory();
      Directories.delete(layout.root());
      runAs.remove();
      lock.close();
    } catch (IOException e) {
      throw new PostgresException("Could not delete " + layout.root() + ": " + e.getMessage(), e);
    }
  }

  /** pg_ctl hands the path to a shell, within quotes it does not escape. */
  private static void requirePlainPath(Path directory) {
    if (directory.toString().chars().anyMatch(c -> "\"'`$\\".indexOf(c) >= 0 || c < ' ')) {
      throw new PostgresException(
          directory + " can't hold a PostgreSQL server: its path has quotes, $ or backslashes.");
    }
  }

  /**
   * A killed server leaves shared memory segments that only a start on the same data finds. One in
   * single-user mode finds and frees them, and ends at the end of its input.
   */
  private void releaseSharedMemory() {
    if (!Files.exists(layout.data().resolve(PostmasterFile.NAME))) {
      return;
    }
    Postmaster.forgetOther(layout);
    var deadline = System.nanoTime() + SIGNAL.toNanos();
    var outcome = recover();
    // The last backends of a killed server need a moment to notice and leave.
    while (outcome.output().contains("pre-existing shared memory block")
        && System.nanoTime() - deadline < 0) {
      Pause.of(BACKENDS_LEAVE);
      outcome = recover();
    }
    if (!outcome.succeeded()) {
      LOG.warn(
          "Shared memory of a killed server may be left. directory={} output={}",
          layout.root(),
          outcome.output());
    }
  }

  private Program.Outcome recover() {
    return Program.run(
        runAs.command(
            List.of(
                binaries.postgres().toString(),
                "--single",
                "-D",
                layout.data().toString(),
                "-c",
                "config_file=" + layout.configuration(),
                "template1")),
        RECOVERY);
  }

  private void requireSameMajor() {
    if (!initialized()) {
      return;
    }
    try {
      var found = Files.readString(layout.data().resolve("PG_VERSION")).strip();
      if (!found.equals(Integer.toString(binaries.major()))) {
        throw new IncompatibleDataException(layout.data(), found, binaries.major());
      }
    } catch (IOException e) {
      throw new PostgresException("Could not read the version of " + layout.data(), e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("A file with a password verifier could not be deleted. file={}", file, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new PostgresException("Could not release the lock of " + layout.root(), e);
    }
  }
}
