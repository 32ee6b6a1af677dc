package io.rickyard.auth.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpRequest;
import io.rickyard.auth.deed.RequestKey;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.Identity;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Callers in the words of this service. */
final class Callers {

  private Callers() {}

  /** The person behind a caller; services have nothing of their own here. */
  static Identity person(Caller caller) {
    return switch (caller.kind()) {
      case SESSION ->
          new Identity.InSession(
              UserId.parse(caller.subject()),
              SessionId.parse(requireNonNull(caller.sessionId(), "sid")),
              address(caller),
              caller.administrator());
      case TOKEN ->
          new Identity.WithToken(
              UserId.parse(caller.subject()),
              UUID.fromString(requireNonNull(caller.tokenId(), "tid")),
              caller.scopes(),
              address(caller),
              caller.administrator());
      case SERVICE ->
          throw new RequestRefused(ErrorCode.FORBIDDEN, "This belongs to people, not to services");
    };
  }

  private static @Nullable EmailAddress address(Caller caller) {
    String email = caller.email();
    return email == null ? null : new EmailAddress(email);
  }

  /** Under which somebody's request is done once, as the gateway passes it; none without one. */
  static @Nullable RequestKey key(UserId user, HttpRequest<?> request) {
    var headers = request.getHeaders();
    String key = headers.get("Idempotency-Key");
    if (key == null) {
      return null;
    }
    String scope = headers.get("Rickyard-Idempotency-Scope");
    String fingerprint = headers.get("Rickyard-Idempotency-Fingerprint");
    if (scope == null || fingerprint == null) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "An idempotency key comes with its scope and fingerprint");
    }
    return new RequestKey(user, scope, key, fingerprint);
  }

  /** The user behind a caller. */
  static UserId user(Caller caller) {
    if (caller.kind() == Caller.Kind.SERVICE) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "This belongs to people, not to services");
    }
    return UserId.parse(caller.subject());
  }
}
