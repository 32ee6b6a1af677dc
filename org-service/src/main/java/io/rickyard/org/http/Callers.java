package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.TraceContext;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.trace.RequestTrace;
import org.jspecify.annotations.Nullable;

/** Who calls, in this service's words. */
final class Callers {

  private static final String CORRELATION = "Rickyard-Correlation-Id";
  private static final String FORWARDED_FOR = "X-Forwarded-For"; // the gateway's word

  private Callers() {}

  /** The user who calls, by session or token; another service has no organizations. */
  static UserId user(Authentication authentication) {
    var caller = Caller.of(authentication);
    return switch (caller.kind()) {
      case SESSION, TOKEN -> UserId.parse(caller.subject());
      case SERVICE -> throw new Refused(Refusal.FORBIDDEN, "This is for users, not for services");
    };
  }

  /** Refuses everybody but Rickyard's own services. */
  static void requireService(Authentication authentication) {
    switch (Caller.of(authentication).kind()) {
      case SERVICE -> {}
      case SESSION, TOKEN ->
          throw new Refused(Refusal.FORBIDDEN, "This is for Rickyard's own services");
    }
  }

  /** Under which the user's request is done once; none where the user did not say. */
  static @Nullable IdempotencyKey idempotencyKey(HttpRequest<?> request) {
    var headers = request.getHeaders();
    String key = headers.get("Idempotency-Key");
    if (key == null) {
      return null;
    }
    return Reading.of(() ->
        new IdempotencyKey(
            text(headers.get("Rickyard-Idempotency-Scope")),
            key,
            text(headers.get("Rickyard-Idempotency-Fingerprint"))));
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  /** What the user does, as the request's headers tie it together. */
  static Deed deed(Authentication authentication, HttpRequest<?> request) {
    return deed(
        authentication,
        request.getHeaders().get(CORRELATION),
        RequestTrace.of(request),
        request.getHeaders().get(FORWARDED_FOR));
  }

  /** What the user does, where the request's body ties it together. */
  static Deed deed(
      Authentication authentication,
      @Nullable String correlationId,
      @Nullable TraceContext trace,
      @Nullable String origin) {
    return new Deed(
        Caller.of(authentication).actor(),
        user(authentication),
        Reading.of(() ->
            new CorrelationId(correlationId == null ? MessageId.next().toString() : correlationId)),
        trace,
        origin);
  }
}
