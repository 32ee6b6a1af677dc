package io.rickyard.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What can be seen of a server from outside, without owning its directory and without a login.
 *
 * @param initialized whether it has a data directory
 * @param process its main process, if it runs
 * @param port where that listens; 0 when it does not run or does not listen yet
 */
public record ServerSight(boolean initialized, Optional<ServerProcess> process, int port) {

  /** Looks at a server directory, which may be missing. */
  public static ServerSight of(Path directory) {
    try {
      var layout = new ServerLayout(directory.toRealPath());
      var postmaster = Postmaster.of(layout);
      return new ServerSight(
          layout.initialized(),
          postmaster.map(Postmaster::process),
          postmaster.map(Postmaster::port).orElse(0));
    } catch (IOException _) {
      return new ServerSight(false, Optional.empty(), 0);
    }
  }

  /** The system identifier of the data in this directory. */
  public static long systemIdentifier(Path directory) {
    return ControlFile.systemIdentifier(new ServerLayout(directory).data());
  }
}
