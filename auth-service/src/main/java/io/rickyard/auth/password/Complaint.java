package io.rickyard.auth.password;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Why a password will not do.
 *
 * @param reason of which sort
 * @param text in words, for whoever chose it
 */
public record Complaint(Reason reason, String text) {

  /** The sorts, in the words of GoTrue's clients. */
  public enum Reason {
    /** Too short or too long. */
    LENGTH,
    /** Among those that are tried first. */
    PWNED;

    /** The name on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that nothing is missing. */
  public Complaint {
    requireNonNull(reason, "reason");
    requireNonNull(text, "text");
  }
}
