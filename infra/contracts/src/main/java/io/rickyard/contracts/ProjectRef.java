package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The reference of a project: 20 lower-case letters, never reused. */
public record ProjectRef(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[a-z]{20}");

  /** Checks the form; throws {@link IllegalArgumentException} when it does not fit. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ProjectRef {
    requireNonNull(value, "value");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("A project reference is 20 lower-case letters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
