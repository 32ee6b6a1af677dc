package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an installation keeps resident. */
final class Memory {

  private static final Pattern TOTAL = Pattern.compile("Total +[0-9]+ +([0-9]+)");

  private Memory() {}

  /** The proportional set size of all its processes in MiB: a page that two share counts once. */
  static double residentMebibytes(LocalInstallation installation) throws IOException {
    return residentMebibytes(installation.processes());
  }

  /** The same of these processes. */
  static double residentMebibytes(List<ProcessHandle> processes) throws IOException {
    long kibibytes = 0;
    for (ProcessHandle process : processes) {
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

  /** What is left of a JVM's heap after a collection, in MiB. */
  static double liveMebibytes(ProcessHandle jvm) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var histogram = Docker.run(List.of(jcmd, Long.toString(jvm.pid()), "GC.class_histogram"));
    var total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IOException("jcmd told no total: " + histogram);
    }
    return Long.parseLong(total.group(1)) / 1024.0 / 1024.0;
  }
}
