package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process of Node's that listens with supabase-js, as {@code supabase-js/listen.mjs} says, and
 * all that it has heard. What it needs comes from the registry that npm is set up for.
 */
final class SupabaseJsPage implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration INSTALLING = Duration.ofMinutes(3);

  private final Path errors;
  private final Process process;
  private final List<JsonNode> heard = new CopyOnWriteArrayList<>();

  private SupabaseJsPage(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    var _ = Thread.ofVirtual().start(() -> collect(process.inputReader(StandardCharsets.UTF_8)));
  }

  /** Puts supabase-js into an empty directory. */
  static void install(Path directory, Path npm) throws IOException, InterruptedException {
    install(directory, npm, "/supabase-js/", List.of("package.json", "listen.mjs", "auth.mjs"));
  }

  /** Puts these resources into an empty directory, with what their package.json names. */
  static void install(Path directory, Path npm, String from, List<String> files)
      throws IOException, InterruptedException {
    for (String file : files) {
      try (var source = SupabaseJsPage.class.getResourceAsStream(from + file)) {
        Files.copy(requireNonNull(source, file), directory.resolve(file));
      }
    }
    Path log = directory.resolve("npm.log");
    var npmInstall =
        new ProcessBuilder(
                npm.toString(),
                "install",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--cache",
                directory.resolve("cache").toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = npmInstall.waitFor(INSTALLING.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      npmInstall.destroyForcibly();
    }
    assertThat(ended && npmInstall.exitValue() == 0)
        .as("npm install: %s", Files.readString(log))
        .isTrue();
  }

  /** Lets it sign in to an installation and listen there. */
  static SupabaseJsPage open(Path directory, Path node, LocalInstallation installation)
      throws IOException {
    Path errors = directory.resolve("error.log");
    var builder =
        new ProcessBuilder(node.toString(), "listen.mjs")
            .directory(directory.toFile())
            .redirectError(errors.toFile());
    JsonNode announced = installation.announced();
    String link = announced.path("sign_in_link").asText();
    var environment = builder.environment();
    environment.put("RICKYARD_URL", installation.url().toString());
    environment.put("PUBLISHABLE_KEY", announced.path("publishable_key").asText());
    environment.put("SECRET_KEY", announced.path("secret_key").asText());
    environment.put("SIGN_IN_CODE", link.substring(link.lastIndexOf('=') + 1));
    environment.put("ORGANIZATION", installation.organization());
    return new SupabaseJsPage(builder.start(), errors);
  }

  /** Waits until one of its two people has heard this on a channel. */
  JsonNode hears(String who, String channel, Predicate<JsonNode> what) {
    return await()
        .atMost(LONG)
        .failFast(() -> assertThat(process.isAlive()).as("%s", complaint()).isTrue())
        .until(() -> all(who, channel).stream().filter(what).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** All that one of its two people has heard on a channel. */
  List<JsonNode> all(String who, String channel) {
    return heard.stream()
        .filter(said -> said.path("who").asText().equals(who))
        .filter(said -> said.path("channel").asText().startsWith(channel))
        .toList();
  }

  private String complaint() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException("The page's complaint cannot be read", e);
    }
  }

  private void collect(BufferedReader lines) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(RickyardClient.JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("What the page said cannot be read", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    var _ = process.onExit().join();
  }
}
