package io.rickyard.org.jdbc;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/**
 * Draws the 20 letters of an organization's id or a project's reference: 94 bits, not to be
 * guessed.
 */
final class Letters {

  private static final int COUNT = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Letters() {}

  static String draw() {
    return RANDOM
        .ints(COUNT, 'a', 'z' + 1)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
