package io.rickyard.systemtests.fault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs of the operating system that are over in a moment. */
final class Command {

  private Command() {}

  /** Runs it; throws with what it said when it failed. */
  static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted during " + String.join(" ", command), e);
    }
  }
}
