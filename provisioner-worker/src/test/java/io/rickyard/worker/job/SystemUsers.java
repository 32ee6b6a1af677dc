package io.rickyard.worker.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What runs on this machine, by the number of the user it runs as. */
final class SystemUsers {

  private SystemUsers() {}

  static List<String> processesFrom(int first, int last) {
    try (var entries = Files.list(Path.of("/proc"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[0-9]+"))
          .filter(pid -> uid(pid) >= first && uid(pid) <= last)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long uid(String pid) {
    try {
      return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
          .filter(line -> line.startsWith("Uid:"))
          .map(line -> Long.parseLong(line.split("\\s+", -1)[1]))
          .findFirst()
          .orElse(-1L);
    } catch (IOException _) {
      return -1; // ended meanwhile
    }
  }
}
