package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name under which one worker process holds leases; a restarted process is another worker. */
public record WorkerId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,80}");

  /** Checks the form; throws {@link IllegalArgumentException} when it does not fit. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public WorkerId {
    requireNonNull(value, "value");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "A worker id is 1 to 80 letters, digits, dots, colons, dashes or underscores");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
