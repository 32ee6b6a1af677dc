package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RefusalHeaders;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;

/** Answers what is not carried out with the catalogue's code. */
@Singleton
final class RefusedHandler implements ExceptionHandler<Refused, HttpResponse<?>> {

  private final ErrorResponseProcessor<?> responses;

  RefusedHandler(ErrorResponseProcessor<?> responses) {
    this.responses = responses;
  }

  @Override
  @SuppressWarnings("rawtypes") // Micronaut's own signature
  public HttpResponse<?> handle(HttpRequest request, Refused refused) {
    var problem = new RequestRefused(code(refused.refusal()), message(refused));
    var response = HttpResponse.status(problem.code().status(), problem.code().title());
    refused
        .organization()
        .ifPresent(known -> response.header(RefusalHeaders.ORGANIZATION, known.value()));
    return responses.processResponse(
        ErrorContext.builder(request).cause(problem).errorMessage(message(refused)).build(),
        response);
  }

  static ErrorCode code(Refusal refusal) {
    return switch (refusal) {
      case INVALID -> ErrorCode.INVALID_REQUEST;
      case UNKNOWN_FIELD -> ErrorCode.UNKNOWN_FIELD;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case FORBIDDEN, OUT_OF_SCOPE, TOKEN_REVOKED, TOKEN_EXPIRED -> ErrorCode.FORBIDDEN;
      case PROJECT_PAUSED -> ErrorCode.PROJECT_PAUSED;
      case PROJECT_ACTIVE -> ErrorCode.PROJECT_ACTIVE;
      case PROJECT_DELETED -> ErrorCode.PROJECT_DELETED;
      case PROJECT_ADOPTED -> ErrorCode.PROJECT_ADOPTED;
      case SERVICE_ABSENT -> ErrorCode.SERVICE_ABSENT;
      case PROJECT_LIMIT_REACHED -> ErrorCode.PROJECT_LIMIT_REACHED;
      case SCHEDULE_LIMIT_REACHED -> ErrorCode.SCHEDULE_LIMIT_REACHED;
      case DOMAIN_TAKEN -> ErrorCode.DOMAIN_TAKEN;
      case DOMAIN_NOT_PROVED -> ErrorCode.DOMAIN_NOT_PROVED;
      case CONFLICT -> ErrorCode.CONFLICT;
      case PROFILE_NOT_AVAILABLE -> ErrorCode.PROFILE_NOT_AVAILABLE;
      case RUNTIME_NOT_ISOLATED -> ErrorCode.RUNTIME_NOT_ISOLATED;
      case IDEMPOTENCY_KEY_REUSED -> ErrorCode.IDEMPOTENCY_KEY_REUSED;
      case INVALID_SIGNATURE -> ErrorCode.INVALID_SIGNATURE;
      case DELIVERY_REUSED -> ErrorCode.DELIVERY_REUSED;
      case BUSY -> ErrorCode.BUSY;
    };
  }

  private static String message(Refused refused) {
    String message = refused.getMessage();
    return message == null ? refused.refusal().name() : message;
  }
}
