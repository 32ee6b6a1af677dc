package io.rickyard.auth.http.gotrue;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.rickyard.auth.token.OpaqueToken;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * By which a browser that comes back from a provider is known as the one that set out, so that
 * nobody can have somebody else come back with their answer. It stays the same in all tabs. A page
 * of another site may send the browser back with it, and no script reads it.
 */
@Singleton
final class FlowCookie {

  static final Duration LIFE = Duration.ofMinutes(10);

  private static final String PLAIN = "rickyard-provider-flow";
  private static final String GUARDED = "__Host-rickyard-provider-flow";

  private final SecureRandom random;
  private final boolean secure;

  FlowCookie(
      SecureRandom random,
      @Property(name = "rickyard.installation.url", defaultValue = "http://localhost:8000")
          String url) {
    this.random = random;
    this.secure = url.startsWith("https:");
  }

  /** The browser that asks, if it is known. */
  Optional<OpaqueToken> read(HttpRequest<?> request) {
    return request
        .getCookies()
        .findCookie(name())
        .flatMap(cookie -> OpaqueToken.parse(cookie.getValue()))
        .filter(token -> token.kind() == OpaqueToken.Kind.FLOW_BROWSER);
  }

  /** The browser that asks, known from now on. */
  OpaqueToken readOrNew(HttpRequest<?> request) {
    return read(request).orElseGet(() -> OpaqueToken.next(OpaqueToken.Kind.FLOW_BROWSER, random));
  }

  Cookie keep(OpaqueToken browser) {
    return Cookie.of(name(), browser.value())
        .path("/")
        .httpOnly(true)
        .secure(secure)
        .sameSite(SameSite.Lax)
        .maxAge(LIFE);
  }

  private String name() {
    return secure ? GUARDED : PLAIN;
  }
}
