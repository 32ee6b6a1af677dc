package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Where the data's files come from. */
@FunctionalInterface
interface BlueprintFiles {

  /**
   * The text of a file.
   *
   * @param path below the data's directory
   * @throws BlueprintException when there is none
   */
  String read(String path);

  /** The data that come with this module. */
  static BlueprintFiles shipped() {
    return path -> {
      try (var in = BlueprintFiles.class.getResourceAsStream(path)) {
        if (in == null) {
          throw new BlueprintException("There is no file " + path);
        }
        return new String(in.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
