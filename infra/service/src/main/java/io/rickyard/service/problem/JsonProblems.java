package io.rickyard.service.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says to callers what is wrong with their JSON, in words that name no class of ours. */
public final class JsonProblems {

  private JsonProblems() {}

  /** The problem that a failed reading is; null when JSON was not what failed. */
  public static @Nullable Problem of(@Nullable Throwable cause) {
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
    return null;
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
