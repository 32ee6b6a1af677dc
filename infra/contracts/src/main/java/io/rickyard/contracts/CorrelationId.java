package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Ties together everything that one request set in motion; taken from the caller or made at the
 * edge.
 */
public record CorrelationId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  /** Checks the form; throws {@link IllegalArgumentException} when it does not fit. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CorrelationId {
    requireNonNull(value, "value");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "A correlation id is 1 to 128 letters, digits, dots, colons, dashes or underscores");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
