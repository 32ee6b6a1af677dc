package io.rickyard.service.problem;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever the server refuses by itself into a problem: bad JSON, missing routes, large
 * bodies.
 */
@Singleton
@Replaces(ErrorResponseProcessor.class)
public class ProblemResponses implements ErrorResponseProcessor<Problem> {

  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    if (context.getRequest().getMethod() == HttpMethod.HEAD) {
      @SuppressWarnings("unchecked") // an answer to HEAD has no body, whatever its type says
      var empty = (MutableHttpResponse<Problem>) response;
      return empty;
    }
    return response.body(problem(context, response.code())).contentType(Problem.MEDIA_TYPE);
  }

  /** The problem that fits what went wrong. */
  protected final Problem problem(ErrorContext context, int status) {
    var cause = context.getRootCause().orElse(null);
    if (cause instanceof RequestRefused refused) {
      return refused.problem();
    }
    Problem unfit = JsonProblems.of(cause);
    if (unfit != null) {
      return unfit;
    }
    ErrorCode code = code(status);
    return Problem.of(code, code == ErrorCode.INTERNAL_ERROR ? null : message(context));
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 401 -> ErrorCode.NOT_SIGNED_IN;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 406 -> ErrorCode.NOT_ACCEPTABLE;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 503 -> ErrorCode.SERVICE_UNAVAILABLE;
      case 504 -> ErrorCode.TIMED_OUT;
      default -> status < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL_ERROR;
    };
  }

  private static @Nullable String message(ErrorContext context) {
    return context.getErrors().isEmpty() ? null : context.getErrors().getFirst().getMessage();
  }
}
