package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What an installation keeps resident. */
final class Memory {

  private Memory() {}

  /** The proportional set size of all its processes in MiB: a page that two share counts once. */
  static double residentMebibytes(LocalInstallation installation) throws IOException {
    long kibibytes = 0;
    for (ProcessHandle process : installation.processes()) {
      Path rollup = Path.of("/proc/" + process.pid() + "/smaps_rollup");
      try (Stream<String> lines = Files.lines(rollup)) {
        kibibytes +=
            lines
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
      }
    }
    return kibibytes / 1024.0;
  }
}
