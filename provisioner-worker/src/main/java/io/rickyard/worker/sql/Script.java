package io.rickyard.worker.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;

/** SQL that is too long to stand between Java. */
final class Script {

  private Script() {}

  /** The text of a script beside this class. */
  static String read(String name) {
    try (var in = Script.class.getResourceAsStream(name)) {
      return new String(requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
