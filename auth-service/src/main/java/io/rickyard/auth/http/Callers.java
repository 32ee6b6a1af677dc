package io.rickyard.auth.http;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.Identity;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.UUID;

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
              new EmailAddress(requireNonNull(caller.email(), "email")));
      case TOKEN ->
          new Identity.WithToken(
              UserId.parse(caller.subject()),
              UUID.fromString(requireNonNull(caller.tokenId(), "tid")),
              caller.scopes(),
              new EmailAddress(requireNonNull(caller.email(), "email")));
      case SERVICE ->
          throw new RequestRefused(ErrorCode.FORBIDDEN, "This belongs to people, not to services");
    };
  }

  /** The user behind a caller. */
  static UserId user(Caller caller) {
    if (caller.kind() == Caller.Kind.SERVICE) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "This belongs to people, not to services");
    }
    return UserId.parse(caller.subject());
  }
}
