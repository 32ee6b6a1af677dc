package io.rickyard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A new directory for one run, which servers that run as another user may enter.
 *
 * @param path where it is
 */
record WorkDirectory(Path path) {

  static WorkDirectory create(String name) throws IOException {
    Path path = Files.createTempDirectory(name);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new WorkDirectory(path);
  }

  /** Removes it with all that is in it. */
  void remove() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
