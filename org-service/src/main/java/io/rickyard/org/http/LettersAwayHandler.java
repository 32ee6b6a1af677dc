package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers while the brokers, where dead messages are read, are away. */
@Singleton
final class LettersAwayHandler implements ExceptionHandler<RetryableFailure, HttpResponse<?>> {

  private static final Logger LOG = LoggerFactory.getLogger(LettersAwayHandler.class);
  private static final String DETAIL = "The brokers do not answer";

  private final ErrorResponseProcessor<?> responses;

  LettersAwayHandler(ErrorResponseProcessor<?> responses) {
    this.responses = responses;
  }

  @Override
  @SuppressWarnings("rawtypes") // Micronaut's own signature
  public HttpResponse<?> handle(HttpRequest request, RetryableFailure away) {
    LOG.warn("event=brokers_away path={}", request.getPath(), away);
    var problem = new RequestRefused(ErrorCode.SERVICE_UNAVAILABLE, DETAIL);
    return responses.processResponse(
        ErrorContext.builder(request).cause(problem).errorMessage(DETAIL).build(),
        HttpResponse.status(problem.code().status(), problem.code().title())
            .header("Retry-After", "1"));
  }
}
