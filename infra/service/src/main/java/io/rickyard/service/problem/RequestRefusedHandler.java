package io.rickyard.service.problem;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a refused request. */
@Singleton
final class RequestRefusedHandler implements ExceptionHandler<RequestRefused, HttpResponse<?>> {

  private static final Logger LOG = LoggerFactory.getLogger(RequestRefusedHandler.class);

  private final ErrorResponseProcessor<?> responses;

  RequestRefusedHandler(ErrorResponseProcessor<?> responses) {
    this.responses = responses;
  }

  @Override
  @SuppressWarnings("rawtypes") // Micronaut's own signature
  public HttpResponse<?> handle(HttpRequest request, RequestRefused refused) {
    if (refused.getCause() != null) {
      LOG.warn("code={} path={}", refused.code().wireName(), request.getPath(), refused.getCause());
    }
    var response = HttpResponse.status(refused.code().status(), refused.code().title());
    var retryAfter = refused.retryAfter();
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
    if (refused.organization() != null) {
      response.header(RefusalHeaders.ORGANIZATION, refused.organization());
    }
    if (refused.person() != null) {
      response.header(RefusalHeaders.PERSON, refused.person());
    }
    return responses.processResponse(
        ErrorContext.builder(request).cause(refused).errorMessage(refused.getMessage()).build(),
        response);
  }
}
