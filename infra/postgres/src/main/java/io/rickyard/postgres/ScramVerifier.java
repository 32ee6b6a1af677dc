package io.rickyard.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What PostgreSQL stores of a password with SCRAM-SHA-256 (RFC 5802, RFC 7677), computed here so
 * that the password itself stands in no statement, file or log of a server.
 *
 * <p>The text is {@code SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>}.
 */
public record ScramVerifier(String text) {

  private static final int ITERATIONS = 4096;
  private static final int SALT_BYTES = 16;
  private static final String HMAC = "HmacSHA256";

  public ScramVerifier {
    if (!text.matches("SCRAM-SHA-256\\$\\d+:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+")) {
      throw new IllegalArgumentException("not a SCRAM-SHA-256 verifier");
    }
  }

  /** Computes the verifier of a password with a fresh salt. */
  public static ScramVerifier of(String password, SecureRandom random) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return of(password, salt, ITERATIONS);
  }

  static ScramVerifier of(String password, byte[] salt, int iterations) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("a password must not be empty");
    }
    try {
      var salted = salted(prepare(password).getBytes(UTF_8), salt, iterations);
      var clientKey = hmac(salted, "Client Key".getBytes(UTF_8));
      var storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
      var serverKey = hmac(salted, "Server Key".getBytes(UTF_8));
      var base64 = Base64.getEncoder();
      return new ScramVerifier(
          "SCRAM-SHA-256$%d:%s$%s:%s"
              .formatted(
                  iterations,
                  base64.encodeToString(salt),
                  base64.encodeToString(storedKey),
                  base64.encodeToString(serverKey)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  /**
   * SASLprep (RFC 4013) as far as clients agree on it: a password with forbidden characters is
   * taken as it is, which is what PostgreSQL and libpq do.
   */
  static String prepare(String password) {
    if (password.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      return password;
    }
    var mapped = new StringBuilder();
    password
        .codePoints()
        .filter(c -> !mappedToNothing(c))
        .forEach(c -> mapped.appendCodePoint(space(c)));
    var prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    return prepared.isEmpty() || prepared.codePoints().anyMatch(ScramVerifier::prohibited)
        ? password
        : prepared;
  }

  private static boolean mappedToNothing(int c) {
    return c == 0xad
        || c == 0x34f
        || c == 0x1806
        || (c >= 0x180b && c <= 0x180d)
        || (c >= 0x200b && c <= 0x200d)
        || c == 0x2060
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xfeff;
  }

  private static int space(int c) {
    return Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c;
  }

  private static boolean prohibited(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** Hi() of RFC 5802, which is PBKDF2 with one block. */
  private static byte[] salted(byte[] password, byte[] salt, int iterations)
      throws GeneralSecurityException {
    var mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(password, HMAC));
    mac.update(salt);
    var block = mac.doFinal(new byte[] {0, 0, 0, 1});
    var result = block.clone();
    for (int i = 1; i < iterations; i++) {
      block = mac.doFinal(block);
      for (int b = 0; b < result.length; b++) {
        result[b] ^= block[b];
      }
    }
    return result;
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    var mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac.doFinal(message);
  }

  /** Says nothing: a verifier is as good as a password to whoever wants to guess it. */
  @Override
  public String toString() {
    return "ScramVerifier[...]";
  }
}
