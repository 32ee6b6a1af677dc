package io.rickyard.worker.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory that only its attempt's user can enter, empty at the beginning. Closing it ends
 * whoever still works in it and removes everything.
 */
public final class Workspace implements AutoCloseable {

  private static final Path OWN_PROCESS = Path.of("/proc/self");

  private final Place place;
  private final PlaceLock lock;

  private Workspace(Place place, PlaceLock lock) {
    this.place = place;
    this.lock = lock;
  }

  static Workspace begin(Place place, PlaceLock lock) throws IOException {
    boolean begun = false;
    try {
      place.clean();
      var workspace = new Workspace(place, lock);
      for (var directory :
          new Path[] {
            place.directory(),
            workspace.home(),
            workspace.temporary(),
            workspace.door(),
            workspace.output()
          }) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        workspace.give(directory);
      }
      begun = true;
      return workspace;
    } finally {
      if (!begun) {
        lock.close();
      }
    }
  }

  /** The number of the system user whose it is. */
  public int user() {
    return place.user();
  }

  /** Where its programs begin. */
  public Path home() {
    return place.directory().resolve("home");
  }

  /** For their temporary files. */
  public Path temporary() {
    return place.directory().resolve("tmp");
  }

  /** For the sockets through which they reach what they may reach. */
  public Path door() {
    return place.directory().resolve("db");
  }

  /** Where they leave what is to be kept. */
  public Path output() {
    return place.directory().resolve("output");
  }

  /** Makes its user the owner of a file in it, where this process may do that. */
  public void give(Path path) throws IOException {
    if ((Integer) Files.getAttribute(OWN_PROCESS, "unix:uid") == 0) {
      Files.setAttribute(path, "unix:uid", place.user(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", place.user(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Notes the process that works in it, so that it can be ended even if this process cannot. */
  public void note(ProcessHandle process) throws IOException {
    place.note(process);
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      place.clean();
    }
  }
}
