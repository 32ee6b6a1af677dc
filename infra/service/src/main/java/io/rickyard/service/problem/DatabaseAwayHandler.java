package io.rickyard.service.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.rickyard.persistence.DatabaseUnavailable;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers while the database is away or full. A commit whose answer was lost may have taken place;
 * whoever repeats the request under its idempotency key learns which. What found the disk full was
 * rolled back.
 */
@Singleton
final class DatabaseAwayHandler implements ExceptionHandler<DatabaseUnavailable, HttpResponse<?>> {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseAwayHandler.class);
  private static final String AWAY =
      "The database does not answer; the request may be repeated with the same idempotency key";
  private static final String FULL =
      "The database's disk is full, and nothing was changed: make room and try again";

  private final ErrorResponseProcessor<?> responses;

  DatabaseAwayHandler(ErrorResponseProcessor<?> responses) {
    this.responses = responses;
  }

  @Override
  @SuppressWarnings("rawtypes") // Micronaut's own signature
  public HttpResponse<?> handle(HttpRequest request, DatabaseUnavailable away) {
    LOG.warn("event=database_away path={} state={}", request.getPath(), away.sqlState(), away);
    var problem =
        away.isDiskFull()
            ? new RequestRefused(ErrorCode.STORAGE_FULL, FULL)
            : new RequestRefused(ErrorCode.SERVICE_UNAVAILABLE, AWAY);
    return responses.processResponse(
        ErrorContext.builder(request).cause(problem).errorMessage(problem.getMessage()).build(),
        HttpResponse.status(problem.code().status(), problem.code().title())
            .header("Retry-After", "1"));
  }
}
