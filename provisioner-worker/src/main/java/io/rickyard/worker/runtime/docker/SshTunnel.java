package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of an engine elsewhere as a socket here, forwarded by the system's {@code ssh}. One
 * connection carries all calls. It is made when it is needed, and made again when it has ended;
 * nobody is asked for a password, and a host whose key is not known is not trusted.
 */
final class SshTunnel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SshTunnel.class);

  private static final String USUAL_SOCKET = "/var/run/docker.sock";
  private static final Duration OPENS_WITHIN = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

  private final URI engine;
  private final SshAccess access;
  private @Nullable Path directory;
  private @Nullable Process process;

  SshTunnel(URI engine, SshAccess access) {
    this.engine = engine;
    this.access = access;
  }

  /**
   * The socket here, with ssh behind it.
   *
   * @throws UncheckedIOException when ssh cannot connect, with its own words
   */
  synchronized URI open() {
    try {
      var place = directory();
      var running = process;
      if (running == null || !running.isAlive()) {
        process = start(place);
      }
      return URI.create("unix://" + socket(place));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path directory() throws IOException {
    var known = directory;
    if (known == null) {
      known = Files.createTempDirectory("rky-ssh-"); // for this user alone
      directory = known;
    }
    return known;
  }

  private Process start(Path place) throws IOException {
    Files.deleteIfExists(socket(place));
    var started =
        new ProcessBuilder(command(place))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(complaints(place).toFile())
            .start();
    try {
      awaitSocket(started, place);
    } catch (IOException e) {
      started.destroyForcibly();
      throw e;
    }
    LOG.info("event=tunnel_opened engine={} pid={}", engine, started.pid());
    return started;
  }

  private void awaitSocket(Process started, Path place) throws IOException {
    var givenUp = System.nanoTime() + OPENS_WITHIN.toNanos();
    try {
      while (!Files.exists(socket(place))) {
        if (started.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ConnectException("ssh to %s: %s".formatted(engine, lastWords(place)));
        }
        if (System.nanoTime() > givenUp) {
          throw new ConnectException("ssh to %s: not connected in time".formatted(engine));
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ConnectException("ssh to %s: broken off".formatted(engine));
    }
  }

  /**
   * Nothing of the caller's configuration may add forwardings, ask somebody, or share a connection.
   */
  private List<String> command(Path place) {
    var command = new ArrayList<>(List.of("ssh", "-nNT"));
    for (var option :
        List.of(
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "UpdateHostKeys=no",
            "ExitOnForwardFailure=yes",
            "ControlMaster=no",
            "ControlPath=none",
            "ForwardAgent=no",
            "ForwardX11=no",
            "PermitLocalCommand=no",
            "ConnectTimeout=10",
            "ServerAliveInterval=5",
            "ServerAliveCountMax=3")) {
      command.addAll(List.of("-o", option));
    }
    if (access.identity() != null) {
      command.addAll(List.of("-o", "IdentitiesOnly=yes", "-i", access.identity().toString()));
    }
    if (access.knownHosts() != null) {
      command.addAll(List.of("-o", "UserKnownHostsFile=" + access.knownHosts()));
      command.addAll(List.of("-o", "GlobalKnownHostsFile=/dev/null"));
    }
    if (engine.getPort() > 0) {
      command.addAll(List.of("-p", Integer.toString(engine.getPort())));
    }
    if (engine.getUserInfo() != null) {
      command.addAll(List.of("-l", engine.getUserInfo()));
    }
    var path = engine.getPath();
    var there = path == null || path.isEmpty() || path.equals("/") ? USUAL_SOCKET : path;
    command.addAll(List.of("-L", socket(place) + ":" + there, "--", engine.getHost()));
    return List.copyOf(command);
  }

  private static Path socket(Path place) {
    return place.resolve("engine.sock");
  }

  private static Path complaints(Path place) {
    return place.resolve("ssh.log");
  }

  private static String lastWords(Path place) throws IOException {
    return Files.readAllLines(complaints(place), UTF_8).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((_, last) -> last)
        .orElse("ended without a word");
  }

  @Override
  public synchronized void close() {
    var running = process;
    process = null;
    if (running != null) {
      end(running);
    }
    var place = directory;
    directory = null;
    if (place != null) {
      try {
        Files.deleteIfExists(socket(place));
        Files.deleteIfExists(complaints(place));
        Files.deleteIfExists(place);
      } catch (IOException e) {
        LOG.debug("directory={} not removed", place, e);
      }
    }
  }

  private static void end(Process running) {
    running.destroy();
    try {
      if (!running.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        running.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      running.destroyForcibly();
    }
  }
}
