package io.rickyard.gateway.tls;

import io.micronaut.context.annotation.Context;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.rickyard.gateway.project.ServedNames;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the directory. They are read again when a file of it changes; what cannot be
 * read leaves the one from before in use. Handshakes that have begun keep theirs.
 */
@Context
public final class Certificates implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  private final TlsSettings settings;
  private final ServedNames names;
  private final Clock clock = Clock.systemUTC();
  private final ScheduledExecutorService reloads =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("rickyard-certificates").factory());

  private List<Object> stamp = List.of();
  private List<ServedCertificate> read = List.of();
  private volatile Shown shown = Shown.of(List.of());
  private volatile List<String> unusable = List.of();
  private List<String> told = List.of();

  Certificates(TlsSettings settings, ServedNames names) {
    this.settings = settings;
    this.names = names;
  }

  @PostConstruct
  void start() {
    if (!used()) {
      return;
    }
    look();
    long pause = settings.reloadEvery().toMillis();
    var _ = reloads.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  /** What a handshake for this name needs, if a certificate is good for it. */
  Optional<SslContext> context(String host) {
    return shown.context(host);
  }

  /** What shakes hands with a new client on a connection of its own, by the name it asks for. */
  public ChannelHandler handshake() {
    return new NamedHandshake(this);
  }

  /**
   * The same, where names may be shown the certificate of others.
   *
   * @param shownAs the name whose certificate is shown where none is good for the one asked for
   */
  public ChannelHandler handshake(UnaryOperator<String> shownAs) {
    return new NamedHandshake(this, shownAs);
  }

  /** Whether the gateway speaks TLS itself. */
  public boolean used() {
    return settings.certificates() != null;
  }

  /** What is wrong with the certificates, for anybody to read: files by their names in there. */
  public List<String> troubles() {
    if (!used()) {
      return List.of();
    }
    var there = directory() + "/";
    return all().stream().map(trouble -> trouble.replace(there, "")).toList();
  }

  private List<String> all() {
    var troubles = new ArrayList<>(unusable);
    troubles.addAll(shown.troubles(names.needingCertificates(), clock.instant()));
    return List.copyOf(troubles);
  }

  private void look() {
    try {
      reload();
    } catch (UncheckedIOException e) {
      LOG.error("certificates=kept reason=\"the directory cannot be read\"", e);
    }
    var troubles = troubles();
    if (!troubles.equals(told)) {
      troubles.forEach(trouble -> LOG.warn("certificates=troubled reason=\"{}\"", trouble));
      told = troubles;
    }
  }

  private void reload() {
    var pairs = CertificatePair.in(directory());
    var now = pairs.stream().flatMap(CertificatePair::stamp).toList();
    if (now.equals(stamp)) {
      return;
    }
    var usable = new ArrayList<ServedCertificate>();
    var failed = new ArrayList<String>();
    for (var pair : pairs) {
      try {
        usable.add(ServedCertificate.read(pair));
      } catch (ServedCertificate.Unusable e) {
        failed.add(String.valueOf(e.getMessage()));
        before(pair.chain()).ifPresent(usable::add);
      }
    }
    stamp = now;
    read = List.copyOf(usable);
    unusable = List.copyOf(failed);
    shown = Shown.of(read);
    LOG.info("certificates={} names={} unusable={}", read.size(), shown.byName().keySet(), failed);
  }

  private Optional<ServedCertificate> before(Path source) {
    return read.stream().filter(certificate -> certificate.source().equals(source)).findFirst();
  }

  private Path directory() {
    @Nullable Path directory = settings.certificates();
    if (directory == null) {
      throw new IllegalStateException("There is no directory of certificates");
    }
    return directory;
  }

  @Override
  @PreDestroy
  public void close() {
    reloads.shutdownNow();
  }
}
