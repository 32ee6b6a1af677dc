package io.rickyard.worker.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Names a process so that another one on the same machine can tell whether it still lives: then a
 * worker that was killed need not be waited for.
 *
 * @param machine the machine since its last start, and the process namespace
 * @param pid the process
 * @param startedAt when it started, in milliseconds; a pid is used again
 */
record ProcessIdentity(String machine, long pid, long startedAt) {

  static ProcessIdentity own() {
    var self = ProcessHandle.current();
    return new ProcessIdentity(machineName(), self.pid(), started(self));
  }

  /** Reads what {@link #text()} writes; what it did not write is nobody we could know. */
  static ProcessIdentity parse(String text) {
    String[] parts = text.split("\\|", 3);
    try {
      return new ProcessIdentity(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
      return new ProcessIdentity(text, 0, 0);
    }
  }

  String text() {
    return machine + "|" + pid + "|" + startedAt;
  }

  /** Whether it is certain that the process is gone. */
  boolean isGone() {
    return machine.equals(machineName())
        && ProcessHandle.of(pid)
            .map(ProcessIdentity::started)
            .filter(at -> at == startedAt)
            .isEmpty();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getHostName()
          + read(Path.of("/proc/sys/kernel/random/boot_id"))
          + namespace();
    } catch (IOException e) {
      // Without a name nobody can be sure, and everybody waits for the lease instead.
      return "unknown-" + ProcessHandle.current().pid();
    }
  }

  private static String read(Path file) throws IOException {
    return Files.exists(file) ? "-" + Files.readString(file).strip() : "";
  }

  private static String namespace() throws IOException {
    Path link = Path.of("/proc/self/ns/pid");
    return Files.exists(link) ? "-" + Files.readSymbolicLink(link) : "";
  }
}
