package io.rickyard.bridge;

import java.security.SecureRandom;
import java.util.UUID;

/** Names that no other test uses. */
final class Names {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long BASE = RANDOM.nextLong() & ~0xffffL;

  private Names() {}

  /** Of the form of an organization or a project. */
  static String fresh() {
    return RANDOM
        .ints(20, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Ids whose order is that of their numbers. */
  static UUID ordered(int number) {
    return new UUID(BASE, number);
  }
}
