package io.rickyard.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A data directory that initdb made before anybody asked for one. Most of the time until a server
 * is there is initdb's; who finds a spare one waits for none of it.
 *
 * <ol>
 *   <li>It is made like any other, with a password that nobody knows.
 *   <li>Root takes it from the user that made it, who is removed: a number that is given to another
 *       user later opens nothing.
 *   <li>Then it is renamed to what says that it is ready. Whoever needs one renames it to what is
 *       his: one gets it, and for the others there is none.
 * </ol>
 */
public final class SpareCluster {

  private static final int PASSWORD_BYTES = 24;

  private final PostgresBinaries binaries;
  private final Path directory;
  private final RunAs runAs;
  private final String superuser;

  /**
   * One at a time.
   *
   * @param directory where; on the file system of the servers that are to get it
   * @param runAs who makes it; nobody else's user
   * @param superuser the name of the first role
   */
  public SpareCluster(PostgresBinaries binaries, Path directory, RunAs runAs, String superuser) {
    this.binaries = binaries;
    // Another version's is never taken.
    this.directory = directory.resolve(binaries.version());
    this.runAs = runAs;
    this.superuser = superuser;
  }

  /** Whether there is one to be had. */
  public boolean ready() {
    return Files.isDirectory(readyPath());
  }

  /** Makes one, unless there is one; takes as long as initdb does. */
  public void fill(SecureRandom random) {
    if (ready()) {
      return;
    }
    try (var server = PostgresServer.open(binaries, directory, runAs)) {
      var password = new byte[PASSWORD_BYTES];
      random.nextBytes(password);
      server.initialize(superuser, ScramVerifier.of(HexFormat.of().formatHex(password), random));
      var data = new ServerLayout(directory).data();
      if (runAs instanceof SystemUser) {
        Ownership.ROOT.ofTree(directory);
      }
      Files.move(data, readyPath(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new PostgresException(
          "Could not make a spare data directory in " + directory + ": " + e.getMessage(), e);
    } finally {
      runAs.remove();
    }
  }

  /** Moves it, or finds that there is none. */
  boolean moveTo(Path target) throws IOException {
    try {
      Files.move(readyPath(), target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private Path readyPath() {
    return directory.resolve("ready");
  }
}
