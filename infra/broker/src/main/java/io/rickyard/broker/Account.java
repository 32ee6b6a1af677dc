package io.rickyard.broker;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Someone who may connect to the broker.
 *
 * @param username the name, unique within the broker
 * @param password the password in clear text, as SASL/PLAIN needs it; letters, digits, dashes and
 *     underscores, at least 16
 * @param grants what it may do; nothing else is allowed
 */
public record Account(String username, String password, List<Grant> grants) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]{16,200}");

  /** Checks the forms, which keep names and passwords free of what the login syntax would quote. */
  public Account {
    requireNonNull(username, "username");
    requireNonNull(password, "password");
    grants = List.copyOf(grants);
    if (!NAME.matcher(username).matches()) {
      throw new IllegalArgumentException("'" + username + "' is no name for a broker account");
    }
    if (!PASSWORD.matcher(password).matches()) {
      throw new IllegalArgumentException(
          "The password of '" + username + "' must have 16 to 200 letters, digits, - or _");
    }
  }

  @Override
  public String toString() {
    return "Account[" + username + ", " + grants + "]";
  }
}
