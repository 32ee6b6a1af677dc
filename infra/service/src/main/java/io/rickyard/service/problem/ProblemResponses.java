package io.rickyard.service.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
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
    UnrecognizedPropertyException unknown = within(cause, UnrecognizedPropertyException.class);
    if (unknown != null) {
      return Problem.of(ErrorCode.UNKNOWN_FIELD, "The field " + path(unknown) + " is not known");
    }
    JsonMappingException mapping = within(cause, JsonMappingException.class);
    if (mapping != null) {
      return Problem.of(ErrorCode.INVALID_REQUEST, describe(mapping));
    }
    if (within(cause, JsonProcessingException.class) != null) {
      return Problem.of(ErrorCode.INVALID_REQUEST, "The body is no well-formed JSON");
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

  /** A constructor's own complaint is meant for callers; Jackson's words about classes are not. */
  private static String describe(JsonMappingException mapping) {
    var complaint = within(mapping, IllegalArgumentException.class);
    var missing = within(mapping, NullPointerException.class);
    String field = path(mapping);
    if (complaint != null && complaint.getMessage() != null) {
      return field.isEmpty() ? complaint.getMessage() : field + ": " + complaint.getMessage();
    }
    if (missing != null && missing.getMessage() != null) {
      return "The field " + missing.getMessage() + " is missing";
    }
    return field.isEmpty() ? "The body does not fit" : "The field " + field + " does not fit";
  }

  private static String path(JsonMappingException exception) {
    return exception.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static <T extends Throwable> @Nullable T within(
      @Nullable Throwable thrown, Class<T> wanted) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (wanted.isInstance(cause)) {
        return wanted.cast(cause);
      }
    }
    return null;
  }
}
