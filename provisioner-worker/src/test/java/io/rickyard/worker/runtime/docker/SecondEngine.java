package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An engine of a test's own on a port of the loopback address, which asks clients for certificates.
 * It shares nothing with the machine's other engine, nor touches the firewall.
 */
final class SecondEngine implements AutoCloseable {

  private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);

  private final Process process;
  private final String bridge;
  private final int port;

  private SecondEngine(Process process, String bridge, int port) {
    this.process = process;
    this.bridge = bridge;
    this.port = port;
  }

  static SecondEngine start(Path directory, Path certificates) throws IOException {
    return start(directory, certificates, directory.resolve("data"));
  }

  /** The same with its images and containers elsewhere. */
  static SecondEngine start(Path directory, Path certificates, Path data) throws IOException {
    var port = freePort();
    var bridge = "rky-test-%d".formatted(ProcessHandle.current().pid() % 1_000_000);
    // One of its own: with none, dockerd removes the one that the machine's other engine uses.
    ip("link", "add", bridge, "type", "bridge");
    @Nullable SecondEngine engine = null;
    var answers = false;
    try {
      ip("address", "add", "10.213.251.1/24", "dev", bridge);
      engine = new SecondEngine(dockerd(directory, certificates, data, bridge, port), bridge, port);
      Eventually.within(STARTS_WITHIN).until(engine::answers);
      answers = true;
      return engine;
    } finally {
      if (!answers && engine != null) {
        engine.close();
      } else if (!answers) {
        ip("link", "delete", bridge);
      }
    }
  }

  private static Process dockerd(
      Path directory, Path certificates, Path data, String bridge, int port) throws IOException {
    var configuration = Files.writeString(directory.resolve("daemon.json"), "{}");
    return new ProcessBuilder(
            RequiredTool.program("dockerd").toString(),
            "--data-root=" + data,
            "--exec-root=" + directory.resolve("exec"),
            "--pidfile=" + directory.resolve("dockerd.pid"),
            "--config-file=" + configuration,
            "--host=tcp://127.0.0.1:" + port,
            "--tlsverify",
            "--tlscacert=" + certificates.resolve("ca.pem"),
            "--tlscert=" + certificates.resolve("cert.pem"),
            "--tlskey=" + certificates.resolve("key.pem"),
            "--bridge=" + bridge,
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            "--ip-masq=false")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("dockerd.log").toFile())
        .start();
  }

  URI address() {
    return URI.create("tcp://127.0.0.1:" + port);
  }

  private static void ip(String... words) throws IOException {
    var command = new ArrayList<>(List.of(RequiredTool.program("ip").toString()));
    command.addAll(List.of(words));
    var done = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(done.getInputStream().readAllBytes(), UTF_8);
    assertThat(done.onExit().join().exitValue()).as("%s: %s", command, said).isZero();
  }

  private boolean answers() {
    assertThat(process.isAlive()).as("dockerd lives").isTrue();
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    if (!process
        .onExit()
        .orTimeout(30, TimeUnit.SECONDS)
        .handle((_, late) -> late == null)
        .join()) {
      process.destroyForcibly();
    }
    ip("link", "delete", bridge);
  }
}
