package io.rickyard.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program of the operating system, with a clean environment: neither PGPORT and its
 * like nor secrets of ours reach it.
 */
final class Program {

  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private Program() {}

  /** Where a program lies on the search path, which always includes the system's directories. */
  static Optional<Path> find(String name) {
    return Arrays.stream(searchPath().split(File.pathSeparator))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with no input and both outputs merged, in a directory every user may enter. */
  static Process start(List<String> command) throws IOException {
    return builder(command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .start();
  }

  private static ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", searchPath());
    builder.environment().put("LC_ALL", "C");
    // Without it initdb compares this machine's clock with some 600 time zones, only to write the
    // name
    // into a file that our servers do not read.
    builder.environment().put("TZ", "UTC");
    builder.directory(new File("/"));
    builder.redirectErrorStream(true);
    return builder;
  }

  /** Runs it to its end, which must come within the time given. */
  static Outcome run(List<String> command, Duration timeout) {
    try {
      return await(command, start(command), timeout);
    } catch (IOException e) {
      throw new PostgresException("Could not run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  /** The same with this as its input, which is short. */
  static Outcome run(List<String> command, Duration timeout, String input) {
    try {
      var process = builder(command).start();
      try (var writer = process.outputWriter(UTF_8)) {
        writer.write(input);
      }
      return await(command, process, timeout);
    } catch (IOException e) {
      throw new PostgresException("Could not run " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  private static Outcome await(List<String> command, Process process, Duration timeout) {
    try {
      var reader = new OutputReader(process);
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        throw new PostgresException(
            "%s did not end within %s: %s".formatted(command.getFirst(), timeout, reader.text()));
      }
      return new Outcome(process.exitValue(), reader.text());
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new PostgresException("Interrupted while running " + command.getFirst(), e);
    }
  }

  /** With all it started: initdb's own server would go on for a while. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static String searchPath() {
    var path = System.getenv("PATH");
    return path == null ? DEFAULT_PATH : path + File.pathSeparator + DEFAULT_PATH;
  }

  /** Drains the output while the program runs, so that a full pipe never stops it. */
  private static final class OutputReader {

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Thread thread;

    OutputReader(Process process) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try (var stream = process.getInputStream()) {
                  stream.transferTo(output);
                } catch (IOException e) {
                  output.writeBytes(("(rest lost: " + e.getMessage() + ")").getBytes(UTF_8));
                }
              });
    }

    String text() throws InterruptedException {
      thread.join(LAST_WORDS);
      return output.toString(UTF_8).strip();
    }
  }
}
