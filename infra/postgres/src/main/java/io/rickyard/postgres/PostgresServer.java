package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One PostgreSQL server and its directory. Whoever opened it holds the directory's lock, so nobody
 * else starts, stops or deletes the server; closing gives the lock back and leaves the server as it
 * is, running or not, for the next owner to recognize.
 */
public final class PostgresServer implements AutoCloseable {

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
    if (!initialized()) {
      new Initialization(binaries, layout, runAs, null).run(superuser, verifier);
    }
  }

  /**
   * The same, out of a data directory that was made before, if there is one.
   *
   * @param superuser as the spare one's
   */
  public void initialize(String superuser, ScramVerifier verifier, SpareCluster spare) {
    if (!initialized()) {
      new Initialization(binaries, layout, runAs, spare).run(superuser, verifier);
    }
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

  /**
   * Gives a server that runs other settings, as far as it takes them without being started again.
   *
   * @param within how long it may take
   * @return what waits for the next start
   */
  public List<String> reload(ServerSettings settings, Login login, Duration within) {
    var port = port().orElseThrow(() -> new PostgresException("The server does not run."));
    return new Reload(layout, runAs, login, within).run(port, settings);
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
    process().ifPresent(process -> new ServerEnd(binaries, layout, runAs).stop(process, within));
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
      new ServerEnd(binaries, layout, runAs).releaseSharedMemory();
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

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new PostgresException("Could not release the lock of " + layout.root(), e);
    }
  }
}
