package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What a test needs that a user's machine may lack. */
final class Programs {

  private Programs() {}

  /**
   * Skips the tests, saying why, where something is missing; fails them where it has to be there.
   *
   * @param variable the environment variable that says so
   * @param what what is needed
   */
  static void need(boolean there, String variable, String what) {
    if (Boolean.parseBoolean(System.getenv(variable))) {
      assertThat(there).as(what).isTrue();
    }
    assumeTrue(there, "skipped for want of " + what);
  }

  /** The first of these names that the PATH leads to. */
  static Optional<Path> find(String... names) {
    return Stream.of(names)
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What a program writes; an error when it fails. */
  static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said.strip();
  }

  static boolean succeeds(String... command) throws InterruptedException {
    try {
      run(command);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
