package io.rickyard.service.problem;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;

/** Answers a caller without a token with 401 and one without the right with 403. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class UnauthorizedHandler
    implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {

  private final ErrorResponseProcessor<?> responses;

  UnauthorizedHandler(ErrorResponseProcessor<?> responses) {
    this.responses = responses;
  }

  @Override
  @SuppressWarnings("rawtypes") // Micronaut's own signature
  public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException refused) {
    boolean forbidden = refused.isForbidden();
    var response = HttpResponse.status(forbidden ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED);
    if (!forbidden) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return responses.processResponse(
        ErrorContext.builder(request)
            .errorMessage(
                forbidden ? "The role does not allow this" : "Show a valid token as a Bearer")
            .build(),
        response);
  }
}
