package io.rickyard.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for one test class, gone afterwards; servers that run as another user may enter it.
 */
record Workspace(Path path) implements AutoCloseable {

  static Workspace create() throws IOException {
    Path path = Files.createTempDirectory("rickyard-it");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Workspace(path);
  }

  /** The repository, seen from the module in which Maven runs tests. */
  static Path repository() throws IOException {
    return Path.of("../..").toRealPath();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
