package io.rickyard.service.identity;

import static java.util.Objects.requireNonNull;

import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Scope;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the verified internal token tells it.
 *
 * @param kind what the caller showed at the edge
 * @param subject the user's id, or the service's name
 * @param sessionId the session, where one was shown
 * @param tokenId the machine token, where one was shown
 * @param scopes what the machine token is limited to; empty means no limit below the user's rights
 * @param email the user's address, where there is one
 * @param administrator whether the user administers the installation
 */
public record Caller(
    Kind kind,
    String subject,
    @Nullable String sessionId,
    @Nullable String tokenId,
    List<String> scopes,
    @Nullable String email,
    boolean administrator) {

  /** What was shown at the edge. */
  public enum Kind {
    /** A person's session. */
    SESSION,
    /** A machine token. */
    TOKEN,
    /** One of Rickyard's own services. */
    SERVICE
  }

  /** Checks that nothing required is missing. */
  public Caller {
    requireNonNull(kind, "kind");
    requireNonNull(subject, "subject");
    scopes = List.copyOf(scopes);
  }

  /** One that does not administer the installation. */
  public Caller(
      Kind kind,
      String subject,
      @Nullable String sessionId,
      @Nullable String tokenId,
      List<String> scopes,
      @Nullable String email) {
    this(kind, subject, sessionId, tokenId, scopes, email, false);
  }

  /**
   * Reads a verified internal token.
   *
   * @throws IllegalArgumentException when a claim is missing, which a token of ours never lacks
   */
  public static Caller of(Authentication authentication) {
    Map<String, Object> claims = authentication.getAttributes();
    return new Caller(
        kind(text(claims, "kind")),
        authentication.getName(),
        text(claims, "sid"),
        text(claims, "tid"),
        claims.get("scopes") instanceof Collection<?> scopes
            ? scopes.stream().map(String::valueOf).toList()
            : List.of(),
        text(claims, "email"),
        Boolean.TRUE.equals(claims.get("administrator")));
  }

  /**
   * Whether the caller's scopes, if it has any, allow something. What its user's role allows is
   * another question. A scope of another version allows nothing here.
   *
   * @param project on which project; nothing, where it is about the organization as a whole
   */
  public boolean inScope(
      Permission permission, OrganizationId organization, @Nullable ProjectRef project) {
    return scopes.isEmpty()
        || scopes.stream()
            .map(Scope::readable)
            .flatMap(Optional::stream)
            .anyMatch(scope -> scope.allows(permission, organization, project));
  }

  /** Refuses what the caller's scopes do not allow. */
  public void requireScope(
      Permission permission, OrganizationId organization, @Nullable ProjectRef project) {
    if (!inScope(permission, organization, project)) {
      throw new RequestRefused(
          ErrorCode.FORBIDDEN,
          "The token's scopes do not allow this: it takes " + permission.wireName());
    }
  }

  /** The actor under which this caller's deeds are recorded. */
  public Actor actor() {
    return switch (kind) {
      case SESSION -> new Actor(Actor.Kind.PERSON, subject, null);
      case TOKEN ->
          new Actor(
              Actor.Kind.TOKEN, requireNonNull(tokenId, "A token's caller has a tid"), subject);
      case SERVICE -> Actor.system(subject);
    };
  }

  private static Kind kind(@Nullable String claim) {
    return switch (claim) {
      case "session" -> Kind.SESSION;
      case "token" -> Kind.TOKEN;
      case "service" -> Kind.SERVICE;
      case null, default ->
          throw new IllegalArgumentException("The claim kind of an internal token is " + claim);
    };
  }

  private static @Nullable String text(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof String value ? value : null;
  }
}
