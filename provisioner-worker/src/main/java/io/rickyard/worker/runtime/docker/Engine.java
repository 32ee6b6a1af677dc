package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One container engine. Nothing is connected until something is asked; then both sides' newest
 * version of the protocol that both know is agreed on.
 */
final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** What Docker 20.10 speaks; older ones lack what containers are given here. */
  private static final RemoteApiVersion OLDEST = RemoteApiVersion.VERSION_1_41;

  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Events, and logs that are being read; those are limited by who reads them. */
  private static final int STREAMS = 100;

  private final EngineSettings settings;
  private final EngineGuard guard;
  private final @Nullable SshTunnel tunnel;
  private @Nullable DockerClient agreed;
  private volatile int processors = 1;

  Engine(EngineSettings settings, Clock clock) {
    this.settings = settings;
    this.guard = new EngineGuard(settings, clock);
    this.tunnel = settings.overSsh() ? new SshTunnel(settings.address(), settings.ssh()) : null;
  }

  /** Asks something that changes nothing. */
  <T> T ask(String what, Function<DockerClient, T> question) throws InterruptedException {
    return guard.ask(what, () -> question.apply(client()));
  }

  /** Does something that takes as long as a question. */
  <T> T act(String what, Function<DockerClient, T> deed) throws InterruptedException {
    return act(what, settings.answerWithin(), deed);
  }

  /** Does something that can be done twice, but is not sent twice. */
  <T> T act(String what, Duration within, Function<DockerClient, T> deed)
      throws InterruptedException {
    return guard.act(what, within, () -> deed.apply(client()));
  }

  /** Why it can't be used, for people; nothing when it can. */
  Optional<String> obstacle() {
    try {
      ask("ask for the version", client -> client.versionCmd().exec().getVersion());
      return Optional.empty();
    } catch (EngineUnavailable | DockerException | IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("It was not asked to the end");
    }
  }

  /** Where it is. */
  String address() {
    return settings.address().toString();
  }

  /** How many processors its host has; known once anything has been asked. */
  int processors() {
    return processors;
  }

  EngineSettings settings() {
    return settings;
  }

  /** A client that has agreed on a version; called under the guard only, since it asks. */
  private synchronized DockerClient client() {
    if (tunnel != null) {
      var _ = tunnel.open();
    }
    var known = agreed;
    if (known == null) {
      known = open(agree());
      agreed = known;
    }
    return known;
  }

  private RemoteApiVersion agree() {
    try (var asking = open(RemoteApiVersion.unknown())) {
      var engine = asking.versionCmd().exec();
      var its = RemoteApiVersion.parseConfig(String.valueOf(engine.getApiVersion()));
      if (!its.isGreaterOrEqual(OLDEST)) {
        throw new IllegalStateException(
            "The engine %s speaks version %s of the protocol; %s is the oldest that will do"
                .formatted(address(), its.getVersion(), OLDEST.getVersion()));
      }
      var host = asking.infoCmd().exec().getNCPU();
      processors = host == null ? 1 : host;
      var both = its.isGreaterOrEqual(NEWEST) ? NEWEST : its;
      LOG.info(
          "event=engine_found engine={} version={} protocol={}",
          address(),
          engine.getVersion(),
          both.getVersion());
      return both;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private DockerClient open(RemoteApiVersion version) {
    var certificates = settings.certificates();
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(endpoint().toString())
            .withDockerTlsVerify(certificates != null)
            .withDockerCertPath(certificates == null ? null : certificates.toString())
            .withApiVersion(version)
            .build();
    return DockerClientImpl.getInstance(config, transport(config));
  }

  private URI endpoint() {
    return tunnel == null ? settings.address() : tunnel.open();
  }

  /** Time is limited by the guard; a stream of events is silent for as long as nothing happens. */
  private ZerodepDockerHttpClient transport(DockerClientConfig config) {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(config.getDockerHost())
        .sslConfig(config.getSSLConfig())
        .maxConnections(settings.callsAtOnce() + STREAMS)
        .connectionTimeout(CONNECT)
        .build();
  }

  @Override
  public synchronized void close() {
    guard.close();
    if (tunnel != null) {
      tunnel.close();
    }
    var open = agreed;
    agreed = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("connections to {} not closed in good order", address(), e);
      }
    }
  }
}
