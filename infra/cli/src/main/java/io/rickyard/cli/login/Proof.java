package io.rickyard.cli.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What shows that an answer belongs to our own question, made anew for each.
 *
 * @param verifier goes to the installation with the code, and nowhere before (RFC 7636)
 * @param state comes back with the answer (RFC 6749, section 10.12)
 */
record Proof(String verifier, String state) {
  private static final int BYTES = 32;

  static Proof next(SecureRandom random) {
    return new Proof(text(random), text(random));
  }

  /** The verifier's S256 challenge. */
  String challenge() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return encoded(digest.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Whether this is our state. */
  boolean isOurs(String shown) {
    return MessageDigest.isEqual(
        state.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return encoded(bytes);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Proof[hidden]";
  }
}
