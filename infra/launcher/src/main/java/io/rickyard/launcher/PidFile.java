package io.rickyard.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells infra/down which process to stop. */
final class PidFile {

  private final Path path;

  PidFile(Path path) {
    this.path = path;
  }

  void write() {
    try {
      Files.writeString(path, ProcessHandle.current().pid() + "\n");
    } catch (IOException e) {
      throw new LaunchFailed("The file " + path + " could not be written: " + e.getMessage(), e);
    }
  }

  void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new LaunchFailed("The file " + path + " could not be removed: " + e.getMessage(), e);
    }
  }
}
