package io.rickyard.worker.runtime.process;

import io.rickyard.worker.runtime.DatabaseHealth;
import io.rickyard.worker.stack.ServiceUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a server use, as Linux counts it under {@code /proc}; elsewhere nothing is
 * told. Processor time is what was used since the last look, if that was not long ago, and
 * otherwise nothing yet.
 */
final class ServerUsage {

  private static final Path PROC = Path.of("/proc");
  private static final double TICKS_PER_SECOND = 100;
  private static final Duration LONG_AGO = Duration.ofMinutes(1);

  /** In what follows a process's name: user, system, and both of ended children. */
  private static final int FIRST_TIME = 11;

  private static final int LAST_TIME = 14;
  private static final long KIB = 1024;

  private final Clock clock;
  private final Map<Long, Look> looks = new ConcurrentHashMap<>();

  private record Look(long nanos, long ticks) {}

  ServerUsage(Clock clock) {
    this.clock = clock;
  }

  ServiceUsage of(long server) {
    return new ServiceUsage(
        DatabaseHealth.SERVER,
        clock.instant(),
        cpus(server),
        memory(server),
        null,
        null,
        null,
        null);
  }

  private static Stream<Long> processes(long server) {
    return ProcessHandle.of(server).stream()
        .flatMap(main -> Stream.concat(Stream.of(main), main.descendants()))
        .map(ProcessHandle::pid);
  }

  private @Nullable Double cpus(long server) {
    var ticks = processes(server).mapToLong(ServerUsage::ticks).sum();
    if (ticks == 0) {
      return null;
    }
    var now = new Look(System.nanoTime(), ticks);
    looks.values().removeIf(look -> now.nanos - look.nanos > LONG_AGO.toNanos());
    var before = looks.put(server, now);
    if (before == null || now.nanos == before.nanos) {
      return null;
    }
    double seconds = (now.nanos - before.nanos) / 1e9;
    return Math.max(0, (now.ticks - before.ticks) / TICKS_PER_SECOND / seconds);
  }

  private static long ticks(long process) {
    try {
      var line = Files.readString(PROC.resolve(process + "/stat"));
      // The name stands in brackets and may hold anything, brackets too.
      var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int field = FIRST_TIME; field <= LAST_TIME; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks;
    } catch (IOException _) {
      return 0; // it ended, or this is no Linux
    }
  }

  private static @Nullable Long memory(long server) {
    var bytes = processes(server).mapToLong(ServerUsage::ownMemory).sum();
    return bytes == 0 ? null : bytes;
  }

  /** What is shared counts in parts, so that all processes together are what they take. */
  private static long ownMemory(long process) {
    try (var lines = Files.lines(PROC.resolve(process + "/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .sum();
    } catch (IOException | java.io.UncheckedIOException _) {
      return 0; // it ended, or it is another user's
    }
  }
}
