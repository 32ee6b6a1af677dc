package io.rickyard.gateway.acceptance;

import org.jspecify.annotations.Nullable;

/** What a caller may choose as a database's password. */
public final class DatabasePassword {

  private static final int SHORTEST = 4;
  private static final int LONGEST = 200;

  private DatabasePassword() {}

  /** Complains about one that a database cannot take; none is fine. */
  public static void check(@Nullable String password) {
    if (password == null) {
      return;
    }
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      throw new IllegalArgumentException(
          "A database password has %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    if (password.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("A database password holds no control characters");
    }
  }
}
