package io.rickyard.gateway.identity;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.rickyard.gateway.edge.Connection;
import io.rickyard.gateway.edge.Connections;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * The dashboard's cookie. Scripts cannot read it and other sites cannot have it sent. Over TLS its
 * name has the prefix that keeps neighbours under the same domain from planting one.
 */
@Singleton
public final class SessionCookie {

  private static final String PLAIN = "rickyard-session";
  private static final String GUARDED = "__Host-rickyard-session";

  private final Connections connections;

  SessionCookie(Connections connections) {
    this.connections = connections;
  }

  /** The handle that the browser sent, if any. */
  public Optional<String> read(HttpRequest<?> request) {
    return request.getCookies().findCookie(name(request)).map(Cookie::getValue);
  }

  /** The cookie that keeps a handle as long as the session lasts. */
  public Cookie keep(HttpRequest<?> request, String handle, Duration life) {
    return cookie(request, handle).maxAge(life);
  }

  /** The cookie that makes the browser forget. */
  public Cookie forget(HttpRequest<?> request) {
    return cookie(request, "").maxAge(Duration.ZERO);
  }

  private Cookie cookie(HttpRequest<?> request, String value) {
    return Cookie.of(name(request), value)
        .path("/")
        .httpOnly(true)
        .secure(connections.of(request) == Connection.SECURE)
        .sameSite(SameSite.Strict);
  }

  private String name(HttpRequest<?> request) {
    return connections.of(request) == Connection.SECURE ? GUARDED : PLAIN;
  }
}
