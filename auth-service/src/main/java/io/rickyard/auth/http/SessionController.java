package io.rickyard.auth.http;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.session.SessionView;
import io.rickyard.auth.session.Sessions;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One's own sessions, to see which there are and to end those that one does not know. */
@Controller("/internal/sessions")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class SessionController {

  private final Sessions sessions;
  private final RequestCause causes;
  private final Clock clock;

  SessionController(Sessions sessions, RequestCause causes, Clock clock) {
    this.sessions = sessions;
    this.causes = causes;
    this.clock = clock;
  }

  /** A session on the wire. */
  @Introspected
  record ListedSession(
      String id,
      boolean current,
      String method,
      String assurance,
      @Nullable String device,
      @Nullable String address,
      Instant createdAt,
      Instant lastUsedAt,
      Instant expiresAt) {

    static ListedSession of(SessionView view, Caller caller) {
      var session = view.session();
      return new ListedSession(
          session.id().toString(),
          session.id().toString().equals(caller.sessionId()),
          session.method().wireName(),
          session.hasTwoFactors() ? "aal2" : "aal1",
          view.agent(),
          view.origin(),
          session.createdAt(),
          view.lastUsedAt(),
          session.expiresAt());
    }
  }

  @Introspected
  record ListedSessions(List<ListedSession> data) {}

  @Get
  ListedSessions list(Authentication authentication) {
    var caller = Caller.of(authentication);
    return new ListedSessions(
        sessions.of(Callers.user(caller), clock.instant()).stream()
            .map(view -> ListedSession.of(view, caller))
            .toList());
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  void end(HttpRequest<?> request, Authentication authentication, UUID id) {
    var caller = Caller.of(authentication);
    if (!sessions.end(
        Callers.user(caller), new SessionId(id), causes.of(request, caller.actor()))) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "You have no session of this id");
    }
  }
}
