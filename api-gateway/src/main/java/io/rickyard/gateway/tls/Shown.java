package io.rickyard.gateway.tls;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which certificate is shown for which name. A certificate for exactly that name comes before a
 * wildcard, and of several the one that is valid longest.
 *
 * @param byName certificates by the names that stand in them
 */
record Shown(Map<String, ServedCertificate> byName) {

  /** Before this much time is left a certificate should have been renewed. */
  private static final Duration SOON = Duration.ofDays(14);

  Shown {
    byName = Map.copyOf(byName);
  }

  static Shown of(Collection<ServedCertificate> certificates) {
    var byName = new HashMap<String, ServedCertificate>();
    for (var certificate : certificates) {
      for (var name : certificate.names()) {
        byName.merge(
            name, certificate, (one, other) -> one.until().isBefore(other.until()) ? other : one);
      }
    }
    return new Shown(byName);
  }

  Optional<SslContext> context(String host) {
    return certificate(host).map(ServedCertificate::context);
  }

  private Optional<ServedCertificate> certificate(String host) {
    var exact = byName.get(host);
    if (exact != null) {
      return Optional.of(exact);
    }
    var dot = host.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.ofNullable(byName.get("*" + host.substring(dot)));
  }

  /** What clients will stumble over, now or soon. */
  List<String> troubles(Collection<String> needed, Instant now) {
    var troubles = new ArrayList<String>();
    byName.values().stream()
        .distinct()
        .sorted((one, other) -> one.source().compareTo(other.source()))
        .forEach(certificate -> trouble(certificate, now).ifPresent(troubles::add));
    needed.stream()
        .filter(name -> certificate(name).isEmpty())
        .sorted()
        .map("No certificate is good for %s"::formatted)
        .forEach(troubles::add);
    return List.copyOf(troubles);
  }

  private static Optional<String> trouble(ServedCertificate certificate, Instant now) {
    if (!now.isBefore(certificate.until())) {
      return Optional.of(
          "%s has expired at %s".formatted(certificate.source(), certificate.until()));
    }
    if (now.isBefore(certificate.from())) {
      return Optional.of(
          "%s is valid only from %s on".formatted(certificate.source(), certificate.from()));
    }
    return now.plus(SOON).isBefore(certificate.until())
        ? Optional.empty()
        : Optional.of("%s expires at %s".formatted(certificate.source(), certificate.until()));
  }
}
