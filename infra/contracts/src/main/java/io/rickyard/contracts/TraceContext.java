package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A W3C trace context, carried from the request through every message it causes.
 *
 * @param traceparent the header's value (W3C Trace Context, section 3.2)
 */
public record TraceContext(@JsonValue String traceparent) {

  private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** Checks the form. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TraceContext {
    requireNonNull(traceparent, "traceparent");
    if (!FORM.matcher(traceparent).matches()) {
      throw new IllegalArgumentException("Not a version 00 traceparent");
    }
  }

  /** Whether a header's value can be taken over; an unusable one is dropped, not refused. */
  public static boolean readable(String header) {
    return FORM.matcher(header).matches();
  }
}
