package io.rickyard.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that serves a data directory right now.
 *
 * <p>postmaster.pid outlives a crash, and its number may have gone to another process since.
 * Believed is: 1. a process with that number is alive, 2. the file names this very directory, 3.
 * the process was started with it as an argument or, where the system hides arguments, at the time
 * the file says. 4. {@link #verify} then asks it over SCRAM, which it can only answer with our
 * roles, for the system identifier.
 */
record Postmaster(ServerProcess process, int port) {

  private static final Duration CLOCK_SLACK = Duration.ofSeconds(5);

  static Optional<Postmaster> of(ServerLayout layout) {
    return PostmasterFile.read(layout.data())
        .filter(file -> sameDirectory(file.dataDirectory(), layout.data()))
        .flatMap(file ->
            ServerProcess.of(file.pid())
                .filter(process -> serves(process, file, layout.data()))
                .map(process -> new Postmaster(process, file.port())));
  }

  /**
   * Removes a postmaster.pid whose number has gone to another process, or to a dead one that is
   * only waiting to be reaped: PostgreSQL would refuse to start. Two servers can't come of it: the
   * shared memory segment, found by the directory's inode, has an owner as long as one old backend
   * lives.
   */
  static void forgetOther(ServerLayout layout) {
    var numberInUse =
        PostmasterFile.read(layout.data())
            .flatMap(file -> ProcessHandle.of(file.pid()))
            .isPresent();
    if (numberInUse && of(layout).isEmpty()) {
      try {
        Files.deleteIfExists(layout.data().resolve(PostmasterFile.NAME));
      } catch (IOException e) {
        throw new PostgresException("Could not remove a stale postmaster.pid", e);
      }
    }
  }

  /** The server, if it answers this login and serves this data. */
  Optional<RunningServer> verify(ServerLayout layout, Login login) {
    if (port == 0) {
      return Optional.empty();
    }
    return switch (ReadyProbe.ask(port, login)) {
      case ReadyProbe.Answer.Ready(var identifier)
          when identifier == ControlFile.systemIdentifier(layout.data()) ->
          Optional.of(new RunningServer(process, port, identifier, true));
      case ReadyProbe.Answer.Ready _, ReadyProbe.Answer.NotYet _, ReadyProbe.Answer.Refused _ ->
          Optional.empty();
    };
  }

  private static boolean serves(ServerProcess process, PostmasterFile file, Path data) {
    return process
        .hasArgument(data.toString())
        .orElseGet(() ->
            ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().startInstant())
                .map(started ->
                    Duration.between(started, Instant.ofEpochSecond(file.startedAt()))
                            .abs()
                            .compareTo(CLOCK_SLACK)
                        <= 0)
                .orElse(false));
  }

  private static boolean sameDirectory(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException _) {
      return false; // the one named in a file from another place may not exist here
    }
  }
}
