package io.rickyard.launcher;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A JSON file that only its user can read, replaced as a whole or not at all. */
final class PrivateFile {

  private static final JsonMapper JSON =
      ContractJson.mapper().rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path path;

  PrivateFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** What stands in it, if it is there. */
  <T> Optional<T> read(Class<T> type) {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(path.toFile(), type));
    } catch (IOException e) {
      throw new LaunchFailed(
          "The file "
              + path
              + " is damaged: "
              + e.getMessage()
              + ". Put it back from a backup; without it the installation's keys are lost.",
          e);
    }
  }

  /** Writes it anew, durably. */
  void write(Object content) {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(fresh, JSON.writeValueAsBytes(content));
      try (var file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LaunchFailed("The file " + path + " could not be written: " + e.getMessage(), e);
    }
  }
}
