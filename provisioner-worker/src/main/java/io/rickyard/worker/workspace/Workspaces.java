package io.rickyard.worker.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out workspaces: numbered places under one directory, each held by an operating system lock
 * for as long as its attempt runs. A place whose lock is free belongs to nobody, whatever lies in
 * it: what a dead process left is ended and removed before the place is used again, and by {@link
 * #reap()}.
 */
public final class Workspaces {

  /** As many attempts of all workers of this host may have one at once. */
  public static final int MOST = 256;

  private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);

  private final Path root;
  private final int firstUser;

  /**
   * Workspaces under a directory.
   *
   * @param firstUser the number of the system user that the first place belongs to, the next ones
   *     belong to the next; where this process is not root, all belong to its own user
   */
  public Workspaces(Path root, int firstUser) {
    this.root = root.toAbsolutePath().normalize();
    this.firstUser = firstUser;
    if (firstUser < 1_000) {
      throw new IllegalArgumentException(
          "rickyard.jobs.first-user is a user of the system: " + firstUser);
    }
  }

  /** Takes a place, empty; none when all are taken. */
  public Optional<Workspace> open() throws IOException {
    Files.createDirectories(root);
    for (int number = 0; number < MOST; number++) {
      var place = place(number);
      var lock = PlaceLock.tryTake(place.lockFile());
      if (lock.isPresent()) {
        return Optional.of(Workspace.begin(place, lock.get()));
      }
    }
    return Optional.empty();
  }

  /** Removes what dead processes left; says how many places were cleaned. */
  public int reap() throws IOException {
    int reaped = 0;
    for (int number = 0; number < MOST && Files.isDirectory(root); number++) {
      var place = place(number);
      if (place.leftOver() && reap(place)) {
        reaped++;
      }
    }
    return reaped;
  }

  private static boolean reap(Place place) throws IOException {
    var lock = PlaceLock.tryTake(place.lockFile());
    if (lock.isEmpty()) {
      return false;
    }
    try (var _ = lock.get()) {
      place.clean();
      LOG.info("event=workspace_reaped directory={}", place.directory());
      return true;
    }
  }

  private Place place(int number) {
    return new Place(root.resolve(Integer.toString(number)), firstUser + number);
  }
}
