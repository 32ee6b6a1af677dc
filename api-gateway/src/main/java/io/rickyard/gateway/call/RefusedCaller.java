package io.rickyard.gateway.call;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import java.util.Optional;

/** Whose a request was that got no answer but a refusal. */
public final class RefusedCaller {

  private static final String NOTED = "rickyard.refused";

  private RefusedCaller() {}

  /** Remembers who is refused before the request is anybody's. */
  public static void note(HttpRequest<?> request, Identity identity) {
    request.setAttribute(NOTED, identity);
  }

  /** Whose it was; nothing, when nobody was known. */
  public static Optional<Identity> of(HttpRequest<?> request) {
    return request
        .getAttribute(NOTED, Identity.class)
        .or(() -> request.getUserPrincipal(Authentication.class).flatMap(RefusedCaller::identity));
  }

  private static Optional<Identity> identity(Authentication authentication) {
    try {
      return Optional.of(Identity.of(authentication));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // one of the framework's own
    }
  }
}
