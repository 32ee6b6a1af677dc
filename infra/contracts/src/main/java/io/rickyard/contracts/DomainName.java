package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a host in a domain, as it stands in a Host header: letters in lower case, digits and
 * hyphens, at least two labels. Other alphabets are written in their ASCII form ({@code xn--...}).
 */
public record DomainName(@JsonValue String value) {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** Less than DNS allows, so that a label may be put before it. */
  private static final int LONGEST = 240;

  /** Checks the form; throws {@link IllegalArgumentException} when it does not fit. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DomainName {
    requireNonNull(value, "value");
    var labels = Arrays.asList(value.split("\\.", -1));
    if (value.length() > LONGEST
        || labels.size() < 2
        || !labels.stream().allMatch(label -> LABEL.matcher(label).matches())
        || NUMBER.matcher(labels.getLast()).matches()) {
      throw new IllegalArgumentException(
          "A domain is a host name like api.example.com, without scheme, port or path");
    }
  }

  /** As a person may write it. */
  public static DomainName parse(String text) {
    return new DomainName(text.strip().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return value;
  }
}
