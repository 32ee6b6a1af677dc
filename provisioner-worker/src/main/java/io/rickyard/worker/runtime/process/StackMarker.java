package io.rickyard.worker.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;

/**
 * The file that says whose a stack's directory is and which claim acted on it last. Written under
 * the directory's lock only, so comparing and replacing it fences off what is older.
 */
record StackMarker(
    String installation,
    ProjectRef project,
    OrganizationId organization,
    Generation generation,
    long token) {

  private static final String NAME = "stack.properties";

  static Optional<StackMarker> read(Path directory) throws IOException {
    var properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(directory.resolve(NAME))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new StackMarker(
              properties.getProperty("installation", ""),
              new ProjectRef(properties.getProperty("project", "")),
              new OrganizationId(properties.getProperty("organization", "")),
              new Generation(Long.parseLong(properties.getProperty("generation", ""))),
              Long.parseLong(properties.getProperty("token", ""))));
    } catch (IllegalArgumentException e) {
      throw new IOException(directory.resolve(NAME) + " is damaged: " + e.getMessage(), e);
    }
  }

  /** Whether a claim that acted before this one may still not act after it. */
  boolean newerThan(Generation otherGeneration, long otherToken) {
    return generation.compareTo(otherGeneration) > 0 || token > otherToken;
  }

  void write(Path directory) throws IOException {
    var text =
        """
        installation=%s
        project=%s
        organization=%s
        generation=%s
        token=%d
        """
            .formatted(installation, project, organization, generation, token);
    var fresh = directory.resolve(NAME + ".new");
    Files.deleteIfExists(fresh);
    try (var channel =
        FileChannel.open(
            fresh,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            asFileAttribute(fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }
}
