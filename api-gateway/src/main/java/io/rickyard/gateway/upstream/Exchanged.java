package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.gateway.call.Identity;
import io.rickyard.service.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What auth-service gives for a token that it knows.
 *
 * @param internalToken shown to the internal services
 * @param expiresIn seconds until it ends
 * @param userId who; for a service its name
 * @param kind session, token or service
 * @param sessionId the session, where one was shown
 * @param tokenId the machine token, where one was shown
 * @param scopes what the machine token is limited to
 * @param email the user's address, where there is one
 * @param administrator whether the user administers the installation
 */
public record Exchanged(
    String internalToken,
    Integer expiresIn,
    String userId,
    String kind,
    @Nullable String sessionId,
    @Nullable String tokenId,
    List<String> scopes,
    @Nullable String email,
    @Nullable Boolean administrator) {

  /** Checks that nothing required is missing. */
  public Exchanged {
    requireNonNull(internalToken, "internal_token");
    requireNonNull(expiresIn, "expires_in");
    requireNonNull(userId, "user_id");
    requireNonNull(kind, "kind");
    scopes = scopes == null ? List.of() : List.copyOf(scopes);
  }

  /** How long it is valid. */
  public Duration life() {
    return Duration.ofSeconds(expiresIn);
  }

  /** The identity it proves. */
  public Identity identity() {
    var caller =
        new Caller(
            Caller.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
            userId,
            sessionId,
            tokenId,
            scopes,
            email,
            Boolean.TRUE.equals(administrator));
    return new Identity(caller, internalToken);
  }

  @Override
  public String toString() {
    return "Exchanged[" + kind + ", " + userId + "]";
  }
}
