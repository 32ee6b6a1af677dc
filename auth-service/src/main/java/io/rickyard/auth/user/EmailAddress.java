package io.rickyard.auth.user;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.regex.Pattern;

/** An email address in lower case. Whether mail arrives there, only mail can tell. */
public record EmailAddress(String value) {

  private static final int LONGEST = 254;
  private static final Pattern FORM = Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]+");

  /** Lower-cases it and checks the form; throws {@link IllegalArgumentException} otherwise. */
  public EmailAddress {
    value = requireNonNull(value, "email").strip().toLowerCase(Locale.ROOT);
    if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Unable to validate email address: invalid format");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
