package io.rickyard.gateway.secret;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** Makes passwords for who brings none: 32 letters and digits, 190 bits. */
public final class Passwords {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  /** A new one; safe in shells, URLs and connection strings. */
  public static String next() {
    return RANDOM
        .ints(LENGTH, 0, ALPHABET.length())
        .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
        .collect(Collectors.joining());
  }
}
