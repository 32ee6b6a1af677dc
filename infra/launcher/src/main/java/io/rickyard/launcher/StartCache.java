package io.rickyard.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the JVM learned in this run (loaded classes, profiles), for the starts to come. infra/up
 * asks for it where there is no cache yet for this build, JDK and these options.
 *
 * <p>1. The JVM records while it runs. 2. After everything has stopped cleanly the record is
 * written, which takes seconds, but keeps nobody waiting for a service. 3. A process of the lowest
 * priority makes the cache of it, beside its goal, and renames it when it is whole; it outlives
 * this one. Whatever fails costs the cache and nothing else.
 *
 * @param record where the JVM writes what it saw; it exists, empty, from the start of the JVM
 * @param file the cache to be made
 */
record StartCache(Path record, Path file) {

  /**
   * $1: the record, $2: the cache, the rest: the command without these two files. Caches of earlier
   * builds and records of killed runs go; a few stay for who changes between two JDKs.
   */
  private static final String MAKING =
      """
      record=$1 cache=$2; shift 2
      directory=$(dirname "$cache")
      nice -n 19 "$@" "-XX:AOTConfiguration=$record" "-XX:AOTCache=$record.new" &&
        sync "$record.new" && mv -f "$record.new" "$cache"
      rm -f "$record" "$record.new"
      ls -t "$directory"/start-*.aot 2>/dev/null | tail -n +4 | while IFS= read -r old; do rm -f "$old"; done
      find "$directory" -maxdepth 1 -name 'start-*.record*' -mtime +7 -exec rm -f {} +
      """;

  /** What infra/up asks for in the properties it starts the JVM with; nothing where it does not. */
  static Optional<StartCache> asked(Properties properties) {
    String record = properties.getProperty("rickyard.start-cache.record");
    String file = properties.getProperty("rickyard.start-cache.file");
    return record == null || file == null
        ? Optional.empty()
        : Optional.of(new StartCache(Path.of(record), Path.of(file)));
  }

  /** Ends the recording and has the cache made in the background. Called when nothing runs. */
  void write() {
    if (Files.exists(file)) {
      forget(); // another installation was faster
      return;
    }
    try {
      endRecording();
      var runtime = ManagementFactory.getRuntimeMXBean();
      new ProcessBuilder(
              making(
                  Path.of(System.getProperty("java.home"), "bin", "java"),
                  runtime.getInputArguments(),
                  runtime.getClassPath()))
          .directory(Path.of("/").toFile())
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException | JMException e) {
      log().warn("start_cache={} could not be made; the next start tries again", file, e);
      forget();
    }
  }

  /** A start that failed teaches nothing; without its name the record goes with the process. */
  void forget() {
    try {
      Files.deleteIfExists(record);
    } catch (IOException e) {
      log().warn("record={} could not be removed and can be removed by hand", record, e);
    }
  }

  private static void endRecording() throws JMException {
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "aotEndRecording",
            new Object[0],
            new String[0]);
  }

  /** The command that makes the cache, given how this JVM was started. */
  List<String> making(Path java, List<String> options, String classPath) {
    var command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                MAKING,
                "start-cache",
                record.toString(),
                file.toString(),
                java.toString()));
    options.stream()
        .filter(option -> !option.startsWith("-XX:AOT") && !option.startsWith("-Drickyard."))
        // Only G1 can write the objects of the heap into a cache; every collector reads them.
        .map(option -> option.equals("-XX:+UseSerialGC") ? "-XX:+UseG1GC" : option)
        .forEach(command::add);
    command.addAll(List.of("-XX:AOTMode=create", "-cp", classPath));
    return List.copyOf(command);
  }

  /** Asked for late: the log's place is known once the data directory is. */
  private static Logger log() {
    return LoggerFactory.getLogger(StartCache.class);
  }
}
