package io.rickyard.launcher;

import io.rickyard.postgres.DirectoryInUseException;
import io.rickyard.postgres.DirectoryLock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one directory in which an installation lives. Whoever holds it has it alone, until {@link
 * #close()} or the end of the process.
 */
final class DataDirectory implements AutoCloseable {

  /** Less than this and the first write-ahead logs would not fit. */
  private static final long LEAST_FREE_BYTES = 512L * 1024 * 1024;

  private final Path root;
  private final DirectoryLock lock;

  private DataDirectory(Path root, DirectoryLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Where an installation lives unless its user says otherwise: {@code /var/lib/rickyard} for root,
   * whose home other users cannot enter, else the user's data directory.
   */
  static Path standard(Map<String, String> environment, String osName, String user, Path home) {
    if (user.equals("root")) {
      return Path.of("/var/lib/rickyard");
    }
    if (osName.toLowerCase(Locale.ROOT).startsWith("mac")) {
      return home.resolve("Library/Application Support/rickyard");
    }
    String data = environment.get("XDG_DATA_HOME");
    Path base = data == null || data.isBlank() ? home.resolve(".local/share") : Path.of(data);
    return base.resolve("rickyard");
  }

  /**
   * Takes the directory, and makes it where it is missing.
   *
   * @throws LaunchFailed when it is in use, cannot be written to or is nearly full
   */
  static DataDirectory take(Path wanted) {
    Path path = wanted.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      Path root = path.toRealPath();
      requireSpace(root);
      var lock = DirectoryLock.take(root.resolve("rickyard.lock"));
      var directory = new DataDirectory(root, lock);
      directory.prepare();
      return directory;
    } catch (DirectoryInUseException e) {
      throw new LaunchFailed(
          "Rickyard already runs on "
              + path
              + ". Stop it with infra/down --data "
              + path
              + ", or choose another --data directory.",
          e);
    } catch (AccessDeniedException e) {
      throw new LaunchFailed(
          "The data directory "
              + path
              + " cannot be written to: no permission for "
              + e.getFile()
              + ". Give it to this user, or choose another with --data.",
          e);
    } catch (FileSystemException e) {
      throw new LaunchFailed(
          "The data directory "
              + path
              + " cannot be used: "
              + reason(e)
              + ". Mend it, or choose another with --data.",
          e);
    } catch (IOException e) {
      throw new LaunchFailed(
          "The data directory " + path + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null
        ? e.getFile() + " is in the way"
        : e.getFile() + ": " + e.getReason();
  }

  private static void requireSpace(Path root) throws IOException {
    long free = Files.getFileStore(root).getUsableSpace();
    if (free < LEAST_FREE_BYTES) {
      throw new LaunchFailed(
          "Only %d MiB are free under %s; Rickyard needs %d MiB to start. Make room, or choose another --data directory."
              .formatted(free >> 20, root, LEAST_FREE_BYTES >> 20));
    }
  }

  /**
   * Servers that run as another user must pass through; what is secret has its own closed
   * directory.
   */
  private void prepare() throws IOException {
    for (Path open : new Path[] {root, projects()}) {
      Files.createDirectories(open);
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx--x--x"));
    }
    for (Path closed : new Path[] {secrets(), run()}) {
      Files.createDirectories(closed);
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  Path root() {
    return root;
  }

  /** The programs of the PostgreSQL that this version brings. */
  Path programs() {
    return root.resolve("programs");
  }

  /** The control plane's own database server. */
  Path database() {
    return root.resolve("database");
  }

  /** The broker's logs. */
  Path broker() {
    return broker(root);
  }

  /** The broker's logs in a directory that another process has taken. */
  static Path broker(Path root) {
    return root.resolve("broker");
  }

  /** The projects' servers. */
  Path projects() {
    return root.resolve("projects");
  }

  /** Keys, closed to everybody else. */
  Path secrets() {
    return root.resolve("secrets");
  }

  /** What the services know of each other. */
  PrivateFile secretsFile() {
    return secretsFile(root);
  }

  /** The same in a directory that another process has taken. */
  static PrivateFile secretsFile(Path root) {
    return new PrivateFile(root.resolve("secrets/installation.json"));
  }

  /** What is true only while it runs: the process id, the log. */
  Path run() {
    return root.resolve("run");
  }

  /** What the person who runs it may need: address, password, tokens. */
  Path credentials() {
    return root.resolve("credentials.json");
  }

  /** The process id's place, which infra/down reads. */
  Path pidFile() {
    return run().resolve("pid");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LaunchFailed("The lock on " + root + " could not be released", e);
    }
  }

  static Path chosen(@Nullable Path option) {
    return option != null
        ? option
        : standard(
            System.getenv(),
            System.getProperty("os.name"),
            System.getProperty("user.name"),
            Path.of(System.getProperty("user.home")));
  }
}
