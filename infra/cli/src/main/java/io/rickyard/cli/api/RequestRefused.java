package io.rickyard.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The installation answered a request with an error. */
public final class RequestRefused extends ApiFailure {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable Duration retryAfter;

  private RequestRefused(int status, String code, String message, @Nullable Duration retryAfter) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /**
   * Reads both error forms: problem+json of our own resources, and {@code {"message", "code"}} of
   * the Management API's.
   */
  static RequestRefused of(int status, JsonNode body, @Nullable Duration retryAfter) {
    return new RequestRefused(
        status,
        textOr(body, "http_" + status, "code", "error_code"),
        textOr(body, "The installation answered " + status, "detail", "message", "msg", "title"),
        retryAfter);
  }

  private static String textOr(JsonNode body, String otherwise, String... fields) {
    for (var field : fields) {
      var value = body.path(field);
      if (value.isTextual() && !value.textValue().isBlank()) {
        return value.textValue();
      }
    }
    return otherwise;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The error's stable code, {@code http_<status>} when the answer named none. */
  public String code() {
    return code;
  }

  /** How long the installation asked to wait before trying again. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
