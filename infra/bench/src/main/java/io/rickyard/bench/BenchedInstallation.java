package io.rickyard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The installation under measurement, started as a user would start it. */
final class BenchedInstallation implements AutoCloseable {

  private final Path root;
  private final Path work;
  private final Path data;
  private final int port;
  private boolean running;
  private @Nullable JsonNode announced;

  BenchedInstallation(Path root, Path work) throws IOException {
    this.root = root;
    this.work = work;
    this.data = work.resolve("data");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    }
  }

  /** From the command to the prompt. */
  Duration start() throws IOException, InterruptedException {
    Path output = work.resolve("up.json");
    long begun = System.nanoTime();
    run(
        output,
        root.resolve("infra/up").toString(),
        "--detach",
        "--json",
        "--no-demo",
        "--data",
        data.toString(),
        "--port",
        Integer.toString(port));
    running = true;
    announced = RickyardClient.JSON.readTree(output.toFile());
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  void stop() throws IOException, InterruptedException {
    run(work.resolve("down.txt"), root.resolve("infra/down").toString(), "--data", data.toString());
    running = false;
  }

  /** Lets compilers and collectors come to rest before memory is read. */
  void settle() throws InterruptedException {
    TimeUnit.SECONDS.sleep(10);
  }

  URI url() {
    return URI.create(text("url"));
  }

  String token() {
    return text("token");
  }

  String organization() {
    return text("organization");
  }

  RickyardClient client() {
    return new RickyardClient(url(), token());
  }

  /** The proportional set size of every process of the installation: shared pages count once. */
  double residentMebibytes() throws IOException {
    long kibibytes = 0;
    for (long pid : processes()) {
      try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
        kibibytes +=
            lines
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
      }
    }
    return kibibytes / 1024.0;
  }

  private List<Long> processes() {
    List<ProcessHandle> mains =
        ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
            .toList();
    return Stream.concat(mains.stream(), mains.stream().flatMap(ProcessHandle::descendants))
        .map(ProcessHandle::pid)
        .distinct()
        .toList();
  }

  /**
   * The control plane's own database, as its superuser: to see what is terminal, not what is said.
   */
  Connection database() throws IOException, SQLException {
    var secrets = RickyardClient.JSON.readTree(data.resolve("secrets/installation.json").toFile());
    String port = Files.readAllLines(data.resolve("database/data/postmaster.pid")).get(3);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/rickyard",
        "rickyard_superuser",
        secrets.path("values").path("database-superuser").asText());
  }

  private String text(String field) {
    if (announced == null) {
      throw new IllegalStateException("The installation has not been started");
    }
    return announced.path(field).asText();
  }

  private void run(Path output, String... command) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(work.resolve("up.log").toFile());
    builder.environment().put("XDG_CONFIG_HOME", work.resolve("config").toString());
    int status = builder.start().waitFor();
    if (status != 0) {
      throw new IOException(
          String.join(" ", command)
              + " ended with "
              + status
              + ": "
              + Files.readString(work.resolve("up.log")));
    }
  }

  @Override
  public void close() throws IOException {
    if (running) {
      try {
        stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while the installation stopped", e);
      }
    }
  }
}
