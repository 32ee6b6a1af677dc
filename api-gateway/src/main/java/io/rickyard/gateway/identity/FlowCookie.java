package io.rickyard.gateway.identity;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import java.util.Optional;
import java.util.Set;

/**
 * The cookie by which auth-service knows a browser again that comes back from a provider. It is
 * auth-service's own and passes through here; no other cookie does.
 */
public final class FlowCookie {

  private static final Set<String> NAMES =
      Set.of("rickyard-provider-flow", "__Host-rickyard-provider-flow");

  private FlowCookie() {}

  /** What goes into the inner request's {@code Cookie}, if the browser sent it. */
  public static Optional<String> of(HttpRequest<?> request) {
    return request.getCookies().getAll().stream()
        .filter(cookie -> NAMES.contains(cookie.getName()))
        .filter(cookie -> cookie.getValue().matches("[a-z0-9_]{1,64}"))
        .map(FlowCookie::pair)
        .reduce((one, other) -> one + "; " + other);
  }

  private static String pair(Cookie cookie) {
    return cookie.getName() + "=" + cookie.getValue();
  }
}
