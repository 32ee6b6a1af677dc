package io.rickyard.cli.keyring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The keyring of a desktop on Linux: freedesktop's Secret Service, through libsecret's {@code
 * secret-tool}. The secret goes by pipes, never in an argument, which every user of the machine can
 * read.
 *
 * <p>macOS has {@code security}, but that takes a new secret as an argument, or asks the person for
 * it on the terminal; there the file is used.
 */
public final class SecretService {
  /** How long somebody has to unlock a keyring that asks for its password. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String TOOL = "secret-tool";
  private static final String BUS = "DBUS_SESSION_BUS_ADDRESS";

  private final Path tool;
  private final Map<String, String> environment;

  private SecretService(Path tool, Map<String, String> environment) {
    this.tool = tool;
    this.environment = Map.copyOf(environment);
  }

  /** The one of this session, where it has a bus and the system has the command. */
  public static Optional<SecretService> of(Map<String, String> environment) {
    return hasBus(environment)
        ? tool(environment).map(tool -> new SecretService(tool, environment))
        : Optional.empty();
  }

  /** Keeps the token of an installation in place of the one before. */
  public void store(URI installation, String token) throws KeyringUnavailable {
    var command =
        Stream.concat(
            Stream.of("store", "--label=Rickyard at " + installation), attributes(installation));
    run(command.toList(), token);
  }

  /** The token of an installation, if it is kept. */
  public Optional<String> find(URI installation) throws KeyringUnavailable {
    var found =
        asked(Stream.concat(Stream.of("lookup"), attributes(installation)).toList(), "").strip();
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  /** Forgets the token of an installation. */
  public void remove(URI installation) throws KeyringUnavailable {
    asked(Stream.concat(Stream.of("clear"), attributes(installation)).toList(), "");
  }

  private static Stream<String> attributes(URI installation) {
    return Stream.of("service", "rickyard", "url", installation.toString());
  }

  /** Without an address libsecret would start a bus of its own, which nobody else knows. */
  private static boolean hasBus(Map<String, String> environment) {
    if (!environment.getOrDefault(BUS, "").isEmpty()) {
      return true;
    }
    var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return runtime.startsWith("/") && Files.exists(Path.of(runtime, "bus"));
  }

  private static Optional<Path> tool(Map<String, String> environment) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1))
        .filter(directory -> directory.startsWith("/"))
        .map(directory -> Path.of(directory, TOOL))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a command that has to succeed. */
  private void run(List<String> arguments, String input) throws KeyringUnavailable {
    var done = finished(arguments, input);
    if (done.status() != 0) {
      throw new KeyringUnavailable(done.complaint());
    }
  }

  /** Runs one that ends with 1 and silently where nothing is found. */
  private String asked(List<String> arguments, String input) throws KeyringUnavailable {
    var done = finished(arguments, input);
    if (done.status() != 0 && !done.error().isBlank()) {
      throw new KeyringUnavailable(done.complaint());
    }
    return done.output();
  }

  private Finished finished(List<String> arguments, String input) throws KeyringUnavailable {
    var builder =
        new ProcessBuilder(Stream.concat(Stream.of(tool.toString()), arguments.stream()).toList());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      var output = text(process.inputReader(StandardCharsets.UTF_8));
      var error = text(process.errorReader(StandardCharsets.UTF_8));
      feed(process.getOutputStream(), input);
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new KeyringUnavailable(
            "the keyring did not answer within " + PATIENCE.toSeconds() + " s");
      }
      return new Finished(process.exitValue(), output.join(), error.join());
    } catch (IOException e) {
      throw new KeyringUnavailable(tool + " does not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyringUnavailable("interrupted", e);
    }
  }

  private static void feed(OutputStream to, String input) throws IOException {
    try (to) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static CompletableFuture<String> text(BufferedReader from) {
    return CompletableFuture.supplyAsync(() -> String.join("\n", from.lines().toList()));
  }

  private record Finished(int status, String output, String error) {
    String complaint() {
      return error.isBlank() ? "the keyring answered " + status : error.strip();
    }

    @Override
    public String toString() {
      return "Finished[" + status + "]";
    }
  }
}
