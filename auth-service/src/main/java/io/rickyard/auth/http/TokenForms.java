package io.rickyard.auth.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.auth.jose.InternalTokens;
import io.rickyard.auth.token.Identity;
import io.rickyard.auth.token.PersonalAccessToken;
import io.rickyard.auth.user.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What goes over the wire at the internal endpoints. */
final class TokenForms {

  private TokenForms() {}

  @Introspected
  record ExchangeRequest(String token) {
    ExchangeRequest {
      requireNonNull(token, "token");
    }
  }

  @Introspected
  record ServiceTokenRequest(String service, String secret) {
    ServiceTokenRequest {
      requireNonNull(service, "service");
      requireNonNull(secret, "secret");
    }
  }

  @Introspected
  record Exchanged(
      String internalToken,
      long expiresIn,
      String userId,
      String kind,
      @Nullable String sessionId,
      @Nullable String tokenId,
      List<String> scopes,
      @Nullable String email,
      boolean administrator) {

    static Exchanged of(Identity identity, String token) {
      long seconds = InternalTokens.LIFETIME.toSeconds();
      return switch (identity) {
        case Identity.InSession in ->
            new Exchanged(
                token,
                seconds,
                in.user().toString(),
                "session",
                in.session().toString(),
                null,
                List.of(),
                address(in.email()),
                in.administrator());
        case Identity.WithToken with ->
            new Exchanged(
                token,
                seconds,
                with.user().toString(),
                "token",
                null,
                with.token().toString(),
                with.scopes(),
                address(with.email()),
                with.administrator());
        case Identity.OfService service ->
            new Exchanged(
                token, seconds, service.name(), "service", null, null, List.of(), null, false);
      };
    }
  }

  private static @Nullable String address(@Nullable EmailAddress email) {
    return email == null ? null : email.value();
  }

  @Introspected
  record BrowserSessionRequest(String accessToken) {
    BrowserSessionRequest {
      requireNonNull(accessToken, "access_token");
    }
  }

  @Introspected
  record BrowserSession(
      String handle, String sessionId, Instant expiresAt, boolean administrator) {}

  @Introspected
  record Ticket(String ticket, long expiresIn) {}

  @Introspected
  record NewAccessToken(String name, @Nullable Instant expiresAt, @Nullable List<String> scopes) {
    NewAccessToken {
      requireNonNull(name, "name");
    }
  }

  @Introspected
  record CreatedAccessToken(
      UUID id,
      String name,
      @Nullable String token,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt) {

    static CreatedAccessToken of(PersonalAccessToken token, @Nullable String value) {
      return new CreatedAccessToken(
          token.id(), token.name(), value, token.scopes(), token.createdAt(), token.expiresAt());
    }
  }

  @Introspected
  record ListedAccessToken(
      UUID id,
      String name,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      String hint) {

    static ListedAccessToken of(PersonalAccessToken token) {
      return new ListedAccessToken(
          token.id(),
          token.name(),
          token.scopes(),
          token.createdAt(),
          token.expiresAt(),
          token.lastUsedAt(),
          token.hint());
    }
  }

  @Introspected
  record Rotation(@Nullable String overlap) {}

  @Introspected
  record RotatedAccessToken(UUID id, @Nullable String token, Instant previousValidUntil) {}

  @Introspected
  record NewSignInCode(@Nullable String userId, @Nullable String email) {}

  @Introspected
  record SignInCode(String code, Instant expiresAt) {}

  @Introspected
  record Lookup(List<String> ids) {
    static final int MOST = 500;

    Lookup {
      ids = List.copyOf(requireNonNull(ids, "ids"));
      if (ids.size() > MOST) {
        throw new IllegalArgumentException("ids has at most " + MOST + " entries");
      }
    }
  }

  @Introspected
  record FoundUser(String id, String email) {}
}
