package io.rickyard.postgres;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is left when the one who ran initdb was killed: its directory, and initdb itself with a
 * server of its own, which live on and write there.
 */
final class AbandonedInitdb {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  private AbandonedInitdb() {}

  /** Ends the processes and removes the directories. */
  static void clear(ServerLayout layout) throws IOException {
    for (var directory : layout.abandoned()) {
      endProcesses(directory);
      delete(directory);
    }
  }

  private static void endProcesses(Path directory) {
    var argument = "--pgdata=" + directory;
    // Looked up before the first is ended: afterwards nobody knows whose child the server was.
    var processes =
        ProcessHandle.allProcesses()
            .filter(process -> arguments(process).contains(argument))
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .toList();
    processes.forEach(ProcessHandle::destroyForcibly);
  }

  private static List<String> arguments(ProcessHandle process) {
    return process.info().arguments().map(List::of).orElse(List.of());
  }

  /** A process that has been ended may still be writing for a moment. */
  private static void delete(Path directory) throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Directories.delete(directory);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Pause.of(POLL);
      }
    }
  }
}
