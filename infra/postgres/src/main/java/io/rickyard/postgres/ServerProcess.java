package io.rickyard.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process, told from a later one that got the same number.
 *
 * @param pid the process number
 * @param started when it started, in a form that does not move with the clock: boot id and ticks on
 *     Linux, an instant elsewhere
 */
public record ServerProcess(long pid, String started) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Duration POLL = Duration.ofMillis(5);
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  /** The process with this number, unless there is none or it is only waiting to be reaped. */
  public static Optional<ServerProcess> of(long pid) {
    if (Files.isReadable(BOOT_ID)) {
      return stat(pid)
          .filter(fields -> !fields.get(STATE).equals("Z"))
          .map(fields -> new ServerProcess(pid, bootId() + ":" + fields.get(START_TICKS)));
    }
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().startInstant())
        .map(instant -> new ServerProcess(pid, instant.toString()));
  }

  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Whether its command line holds this argument; empty where the system does not say. */
  Optional<Boolean> hasArgument(String argument) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().arguments())
        .map(arguments -> List.of(arguments).contains(argument));
  }

  /** Waits for its end, and says whether it came in time. */
  boolean awaitEnd(Duration timeout) {
    var deadline = System.nanoTime() + timeout.toNanos();
    while (isAlive()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Pause.of(POLL);
    }
    return true;
  }

  /** Ends it without asking. */
  void kill() {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** The fields of /proc/pid/stat after the name, which is in brackets and may hold anything. */
  private static Optional<List<String>> stat(long pid) {
    try {
      var line = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(List.of(line.substring(line.lastIndexOf(')') + 2).split(" ")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String bootId() {
    // Such a file gives all it has to the first read only, so that has to be a large one.
    try (var reader = Files.newBufferedReader(BOOT_ID)) {
      return String.valueOf(reader.readLine());
    } catch (IOException e) {
      throw new PostgresException("Could not read " + BOOT_ID, e);
    }
  }
}
