package io.rickyard.testing;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Directories of this JVM's servers, named by its process number so that left-overs are known. */
final class TestDirectories {

  private static final String PREFIX = "rickyard-test-";

  private TestDirectories() {}

  static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** One for this process, which others may enter: a server runs as another user under root. */
  static Path ofThisProcess() {
    Path directory = temporary().resolve(PREFIX + ProcessHandle.current().pid());
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, Set.copyOf(fromString("rwxr-xr-x")));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("A directory for the tests' servers cannot be made", e);
    }
  }

  /** Those of processes that are gone. */
  static List<Path> leftOver() {
    try (Stream<Path> all = Files.list(temporary())) {
      return all.filter(TestDirectories::isLeftOver).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The temporary directory cannot be listed", e);
    }
  }

  /** The process that made a directory. */
  static long process(Path directory) {
    return Long.parseLong(directory.getFileName().toString().substring(PREFIX.length()));
  }

  private static boolean isLeftOver(Path directory) {
    String name = directory.getFileName().toString();
    return name.matches(PREFIX + "[0-9]{1,10}") && ProcessHandle.of(process(directory)).isEmpty();
  }

  static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(root + " cannot be deleted", e);
    }
  }
}
