package io.rickyard.gateway.call;

import static java.util.Objects.requireNonNull;

import io.micronaut.security.authentication.Authentication;
import io.rickyard.service.identity.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, with the internal token that proves it to the other services.
 *
 * @param caller who
 * @param internalToken valid for at least some seconds more; goes to our own services only
 */
public record Identity(Caller caller, String internalToken) {

  private static final String TOKEN = "internal_token";

  /** Checks that nothing is missing. */
  public Identity {
    requireNonNull(caller, "caller");
    requireNonNull(internalToken, "internalToken");
  }

  /** The identity in what {@link #authentication()} made. */
  public static Identity of(Authentication authentication) {
    if (authentication.getAttributes().get(TOKEN) instanceof String token) {
      return new Identity(Caller.of(authentication), token);
    }
    throw new IllegalArgumentException("This authentication is none of the gateway's");
  }

  /** The form in which Micronaut carries it through a request. */
  public Authentication authentication() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("kind", caller.kind().name().toLowerCase(Locale.ROOT));
    claims.put("scopes", caller.scopes());
    claims.put(TOKEN, internalToken);
    claims.put("administrator", caller.administrator());
    put(claims, "sid", caller.sessionId());
    put(claims, "tid", caller.tokenId());
    put(claims, "email", caller.email());
    return Authentication.build(caller.subject(), List.of(), claims);
  }

  private static void put(Map<String, Object> claims, String name, @Nullable String value) {
    if (value != null) {
      claims.put(name, value);
    }
  }

  @Override
  public String toString() {
    return "Identity[" + caller.kind() + ", " + caller.subject() + "]";
  }
}
