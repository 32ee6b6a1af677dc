package io.rickyard.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Debian's docker-registry, with TLS under an authority of its own and a password. It listens on an
 * address of this host that is not 127.0.0.1: there engines take any certificate.
 */
public final class TestRegistry implements AutoCloseable {

  /** Who may use it. */
  public static final String USERNAME = "rickyard";

  /** With this password. */
  public static final String PASSWORD = "proved-password";

  /** Of that password; a registry reads nothing but bcrypt. */
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuu4Yt5.lpF0Krje8NsMzyQ.10s4p5OZOS";

  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Path ENGINES_AUTHORITIES = Path.of("/etc/docker/certs.d");

  private final String address;
  private final Path certificate;
  private final Process process;

  private TestRegistry(String address, Path certificate, Process process) {
    this.address = address;
    this.certificate = certificate;
    this.process = process;
  }

  /** What keeps this machine from having one, if anything does. */
  public static Optional<String> obstacle() throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      return Optional.of("there is no " + PROGRAM + "; install docker-registry");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("only root may tell the engine which authority to trust");
    }
    return host().isPresent() ? Optional.empty() : Optional.of("the engine has no docker0");
  }

  private static Optional<String> host() throws IOException {
    return Optional.ofNullable(NetworkInterface.getByName("docker0"))
        .flatMap(bridge ->
            bridge.getInterfaceAddresses().stream()
                .map(found -> found.getAddress().getHostAddress())
                .filter(found -> found.contains("."))
                .findFirst());
  }

  /** Starts one with everything it needs in this directory. */
  public static TestRegistry start(Path directory) throws IOException, InterruptedException {
    var host = host().orElseThrow();
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var address = host + ":" + port;
    var certificate = directory.resolve("registry.crt");
    var key = directory.resolve("registry.key");
    run(
        directory,
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=registry"
            + " -addext subjectAltName=IP:%s -keyout %s -out %s".formatted(host, key, certificate));
    Files.writeString(directory.resolve("passwords"), USERNAME + ":" + HASH + "\n");
    Files.writeString(
        directory.resolve("registry.yml"),
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %1$s/images}}
        http: {addr: "%2$s", tls: {certificate: %3$s, key: %4$s}}
        auth: {htpasswd: {realm: test, path: %1$s/passwords}}
        """
            .formatted(directory, address, certificate, key),
        UTF_8);
    var process =
        new ProcessBuilder(PROGRAM.toString(), "serve", directory + "/registry.yml")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    Eventually.until(() -> answers(host, port));
    return new TestRegistry(address, certificate, process);
  }

  private static void run(Path directory, String command) throws IOException, InterruptedException {
    var log = directory.resolve("openssl.log");
    var process =
        new ProcessBuilder(List.of(command.split(" ")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(log));
    }
  }

  private static boolean answers(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Its host and port. */
  public String address() {
    return address;
  }

  /** Whose certificate it has: its own. */
  public Path authority() {
    return certificate;
  }

  /** From now on the engine of this machine takes its certificate. */
  public void trust() throws IOException {
    Files.createDirectories(engines());
    Files.copy(certificate, engines().resolve("ca.crt"));
  }

  private Path engines() {
    return ENGINES_AUTHORITIES.resolve(address);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    Files.deleteIfExists(engines().resolve("ca.crt"));
    Files.deleteIfExists(engines());
  }
}
