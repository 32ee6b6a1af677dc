package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The id of an organization, which is also its slug: 20 lower-case letters. */
public record OrganizationId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[a-z]{20}");

  /** Checks the form; throws {@link IllegalArgumentException} when it does not fit. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OrganizationId {
    requireNonNull(value, "value");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("An organization id is 20 lower-case letters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
