package io.rickyard.auth.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import io.rickyard.auth.provider.ProviderKind;
import io.rickyard.auth.provider.ProviderSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer publishes of itself (OpenID Connect Discovery 1.0), read when it is first needed
 * and once an hour. While the issuer does not answer, what was read last goes on counting.
 */
final class Discovery {

  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ProviderHttp http;
  private final ProviderSettings settings;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Published last;
  private volatile @Nullable Failure failure;

  Discovery(ProviderHttp http, ProviderSettings settings, Clock clock) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
  }

  /** Many who ask at once do not each wait for an issuer that is away. */
  private record Failure(ProviderFailed why, Instant until) {}

  private record Published(OpenIdMetadata metadata, Instant until) {}

  OpenIdMetadata metadata() throws ProviderFailed {
    var known = last;
    if (known != null && known.until().isAfter(clock.instant())) {
      return known.metadata();
    }
    lock.lock();
    try {
      known = last;
      if (known != null && known.until().isAfter(clock.instant())) {
        return known.metadata();
      }
      var failed = failure;
      if (failed != null && failed.until().isAfter(clock.instant())) {
        throw failed.why();
      }
      var found = found(known);
      last = found;
      return found.metadata();
    } finally {
      lock.unlock();
    }
  }

  private Published found(@Nullable Published known) throws ProviderFailed {
    try {
      return new Published(read(), clock.instant().plus(KEPT));
    } catch (ProviderFailed e) {
      if (known == null || e.reason() != Reason.NO_ANSWER) {
        failure = new Failure(e, clock.instant().plus(AFTER_FAILURE));
        throw e;
      }
      return new Published(known.metadata(), clock.instant().plus(AGAIN));
    }
  }

  private OpenIdMetadata read() throws ProviderFailed {
    String issuer = settings.issuer().toString();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    JsonNode document = http.read(URI.create(base + "/.well-known/openid-configuration"), Map.of());
    String named = document.path("issuer").asText();
    if (!named.equals(issuer) && !isForManyTenants(named, issuer)) {
      throw new ProviderFailed(
          Reason.NOT_BELIEVED, settings.displayName() + " says that it is another issuer");
    }
    return OpenIdMetadata.of(document, named, settings);
  }

  /** Only for Microsoft, and only where it was asked for all tenants. */
  private boolean isForManyTenants(String named, String issuer) {
    return settings.kind() == ProviderKind.AZURE
        && named.contains(OpenIdMetadata.TENANT)
        && issuer.matches(".*/(?:common|organizations)/v2\\.0");
  }
}
