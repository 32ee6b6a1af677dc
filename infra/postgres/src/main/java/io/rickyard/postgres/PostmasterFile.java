package io.rickyard.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server writes about itself into its data directory. It survives a crash, so it is a hint.
 *
 * @param startedAt seconds since 1970 at which the server says it started
 * @param port the port it listens on; 0 while it has not got as far
 */
record PostmasterFile(long pid, Path dataDirectory, long startedAt, int port) {

  static final String NAME = "postmaster.pid";

  /** Reads it; empty when there is none or the server has only begun to write it. */
  static Optional<PostmasterFile> read(Path data) {
    try {
      var lines = Files.readAllLines(data.resolve(NAME));
      return lines.size() < 3 ? Optional.empty() : Optional.of(parse(lines));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new PostgresException("Could not read " + data.resolve(NAME), e);
    }
  }

  private static PostmasterFile parse(List<String> lines) {
    return new PostmasterFile(
        Long.parseLong(lines.get(0).strip()),
        Path.of(lines.get(1)),
        Long.parseLong(lines.get(2).strip()),
        lines.size() > 3 && !lines.get(3).isBlank() ? Integer.parseInt(lines.get(3).strip()) : 0);
  }
}
