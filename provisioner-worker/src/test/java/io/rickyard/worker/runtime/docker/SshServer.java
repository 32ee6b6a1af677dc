package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Debian's sshd with keys and a configuration of the test's, on a port of the loopback address. */
final class SshServer implements AutoCloseable {

  private final Path directory;
  private final int port;
  private @Nullable Process process;

  SshServer(Path directory) throws Exception {
    this.directory = directory;
    this.port = freePort();
    key("host");
    key("client");
    key("stranger");
    Files.copy(directory.resolve("client.pub"), directory.resolve("authorized_keys"));
    Files.writeString(
        directory.resolve("known_hosts"),
        "[127.0.0.1]:%d %s".formatted(port, Files.readString(directory.resolve("host.pub"))));
    Files.writeString(
        directory.resolve("other_hosts"),
        "[127.0.0.1]:%d %s".formatted(port, Files.readString(directory.resolve("stranger.pub"))));
    Files.writeString(
        directory.resolve("sshd_config"),
        """
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        AllowTcpForwarding local
        AllowStreamLocalForwarding yes
        """
            .formatted(port, directory.resolve("host"), directory.resolve("authorized_keys")));
  }

  private void key(String name) throws Exception {
    var made =
        new ProcessBuilder(
                RequiredTool.program("ssh-keygen").toString(),
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-C",
                name,
                "-f",
                directory.resolve(name).toString())
            .redirectErrorStream(true)
            .start();
    assertThat(made.waitFor()).as("ssh-keygen").isZero();
  }

  void start() throws IOException {
    // What sshd wants to be there; made by Debian's service, which is not used here.
    Files.createDirectories(
        Path.of("/run/sshd"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    process =
        new ProcessBuilder(
                RequiredTool.program("sshd").toString(),
                "-D",
                "-e",
                "-f",
                directory.resolve("sshd_config").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("sshd.log").toFile())
            .start();
    Eventually.until(this::answers);
  }

  /** Ends it with all its connections. */
  void stop() {
    var running = process;
    process = null;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().onExit().join();
    }
  }

  URI engine(String socket) {
    return URI.create(
        "ssh://%s@127.0.0.1:%d%s".formatted(System.getProperty("user.name"), port, socket));
  }

  SshAccess access(String identity, String knownHosts) {
    return new SshAccess(directory.resolve(identity), directory.resolve(knownHosts));
  }

  private boolean answers() {
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
  public void close() {
    stop();
  }
}
