package io.rickyard.service.problem;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A refusal as it goes over the wire (RFC 9457, application/problem+json).
 *
 * @param type a URI for the kind of problem; always {@code urn:rickyard:error:<code>}
 * @param title what it means, for people
 * @param status the HTTP status
 * @param code the stable code that programs look at
 * @param detail what was wrong this time
 */
public record Problem(String type, String title, int status, String code, @Nullable String detail) {

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Checks that nothing required is missing. */
  public Problem {
    requireNonNull(type, "type");
    requireNonNull(title, "title");
    requireNonNull(code, "code");
  }

  /** The problem of this code, with what was wrong this time. */
  public static Problem of(ErrorCode code, @Nullable String detail) {
    return new Problem(
        "urn:rickyard:error:" + code.wireName(),
        code.title(),
        code.status(),
        code.wireName(),
        detail);
  }
}
