package io.rickyard.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An installation on this machine in a directory of its own, on a port of its own. */
public final class LocalInstallation implements AutoCloseable {

  private final Path root;
  private final Path work;
  private final Path data;
  private final int port;
  private JsonNode announced = MissingNode.getInstance();

  /**
   * Prepares one; nothing runs yet.
   *
   * @param root the repository, already built
   * @param work an empty directory that every user may enter
   */
  public LocalInstallation(Path root, Path work) throws IOException {
    this.root = root.toRealPath();
    this.work = work;
    this.data = work.resolve("data");
    this.port = FreePort.find();
  }

  /** Runs {@code infra/up --detach --json} until it returns, and tells how long that took. */
  public Duration start(String... options) throws IOException, InterruptedException {
    return start(Map.of(), options);
  }

  /** The same with these environment variables in place of ours. */
  public Duration start(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    var up = up(environment, options);
    if (up.status() != 0) {
      throw new IOException("infra/up ended with " + up.status() + ": " + up.error());
    }
    announced = RickyardClient.JSON.readTree(up.output());
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Runs {@code infra/up --detach --json}, however it ends. */
  public Outcome up(String... options) throws IOException, InterruptedException {
    return up(Map.of(), options);
  }

  /** The same with these environment variables in place of ours. */
  public Outcome up(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                script("up"),
                "--detach",
                "--json",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port)));
    command.addAll(List.of(options));
    return run(command, environment);
  }

  /** Runs {@code infra/down}. */
  public Outcome stop() throws IOException, InterruptedException {
    return run(List.of(script("down"), "--data", data.toString()));
  }

  /** Runs {@code infra/rickyard} with these arguments, signed in by {@code infra/up}. */
  public Outcome cli(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(script("rickyard")));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /**
   * Ends the JVM as a power cut would, and one that is started meanwhile; the servers it started
   * are left to themselves.
   */
  public void kill() throws InterruptedException {
    for (var running = process(); running.isPresent(); running = process()) {
      running.get().destroyForcibly();
      Thread.sleep(10);
    }
  }

  /** The JVM, while it runs. */
  public Optional<ProcessHandle> process() {
    return processes().stream()
        .filter(process -> commandLine(process).contains("io.rickyard.launcher.Launcher"))
        .findFirst();
  }

  /**
   * Every process of this installation: the JVM, and the servers on its data, with their children.
   */
  public List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandLine(process).contains(data.toString()))
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .distinct()
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  /** The data directory. */
  public Path data() {
    return data;
  }

  /** Where it is reached. */
  public URI url() {
    return URI.create(text("url"));
  }

  /** The port it was started on. */
  public int port() {
    return port;
  }

  /** The access token of the person who started it. */
  public String token() {
    return text("token");
  }

  /** The organization made on the first start. */
  public String organization() {
    return text("organization");
  }

  /** Everything infra/up printed as JSON. */
  public JsonNode announced() {
    return announced;
  }

  /** The public API, with the token of the person who started it. */
  public RickyardClient client() {
    return new RickyardClient(url(), token());
  }

  /** Looks inside: the control plane's own database, as its superuser. */
  public Connection database() throws IOException, SQLException {
    var secrets = RickyardClient.JSON.readTree(data.resolve("secrets/installation.json").toFile());
    String databasePort = Files.readAllLines(data.resolve("database/data/postmaster.pid")).get(3);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + databasePort + "/rickyard",
        "rickyard_superuser",
        secrets.path("values").path("database-superuser").asText());
  }

  private String text(String field) {
    var value = announced.path(field);
    if (value.isMissingNode()) {
      throw new IllegalStateException(
          "The installation was not started, or said nothing of " + field);
    }
    return value.asText();
  }

  private String script(String name) {
    return root.resolve("infra").resolve(name).toString();
  }

  private Outcome run(List<String> command) throws IOException, InterruptedException {
    return run(command, Map.of());
  }

  private Outcome run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(work, "out", ".txt");
    Path error = Files.createTempFile(work, "err", ".txt");
    var builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .redirectError(error.toFile());
    builder.environment().put("XDG_CONFIG_HOME", work.resolve("config").toString());
    builder.environment().put("RICKYARD_BUILD", "never");
    builder.environment().remove("RICKYARD_URL");
    builder.environment().remove("RICKYARD_TOKEN");
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Outcome(status, Files.readString(output), Files.readString(error));
  }

  /**
   * How a command ended.
   *
   * @param status its exit code
   * @param output what it wrote to standard output
   * @param error what it wrote to standard error
   */
  public record Outcome(int status, String output, String error) {}

  @Override
  public void close() throws IOException {
    try {
      if (process().isPresent()) {
        stop();
      }
      processes().forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the installation stopped", e);
    }
  }
}
