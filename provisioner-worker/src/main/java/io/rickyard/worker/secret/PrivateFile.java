package io.rickyard.worker.secret;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;

/** A small text file that only its owner can read, and that is either whole or not there. */
record PrivateFile(Path path) {

  String read() {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new SecretException("Could not read " + path + ": " + e.getMessage(), e);
    }
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Writes it durably, unless it came to be meanwhile: then that one stays. */
  void createIfMissing(String text) {
    var fresh = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(fresh);
      write(fresh, text);
      link(fresh);
      Files.delete(fresh);
    } catch (IOException e) {
      throw new SecretException("Could not write " + path + ": " + e.getMessage(), e);
    }
  }

  private static void write(Path fresh, String text) throws IOException {
    try (var channel =
        FileChannel.open(
            fresh,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            asFileAttribute(fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
  }

  /** A link, unlike a rename, never replaces: two first starts end up with one key. */
  private void link(Path fresh) throws IOException {
    try {
      Files.createLink(path, fresh);
    } catch (FileAlreadyExistsException _) {
      // The other one is as good, and may already be in use.
    }
  }
}
