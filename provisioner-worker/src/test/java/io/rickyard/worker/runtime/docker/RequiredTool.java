package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Skips tests of machines that cannot run them, where the engine's tests are not required. */
final class RequiredTool {

  private RequiredTool() {}

  /** The program of this name, wherever Debian puts programs. */
  static Path program(String name) {
    return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin")
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> {
          missing("there is no " + name);
          throw new IllegalStateException("A missing program ends the test");
        });
  }

  static void root() {
    if (!"root".equals(System.getProperty("user.name"))) {
      missing("only root starts an engine");
    }
  }

  private static void missing(String why) {
    if (Boolean.parseBoolean(System.getenv("RICKYARD_REQUIRE_ENGINE"))) {
      fail("RICKYARD_REQUIRE_ENGINE is set, but " + why);
    }
    Assumptions.abort(why);
  }
}
