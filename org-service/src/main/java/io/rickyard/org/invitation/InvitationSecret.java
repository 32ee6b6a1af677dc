package io.rickyard.org.invitation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What an invitation's link carries: {@code rki_} and 40 hex digits, 160 random bits. Shown once,
 * when the invitation is made; only its hash is stored, which nobody can try words against.
 */
public record InvitationSecret(String text) {

  private static final String PREFIX = "rki_";
  private static final int BYTES = 20;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{40}");

  /** Checks the form; throws {@link IllegalArgumentException} when it does not fit. */
  public InvitationSecret {
    requireNonNull(text, "token");
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("token is what an invitation's link ends with");
    }
  }

  /** A new one. */
  public static InvitationSecret generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new InvitationSecret(PREFIX + HexFormat.of().formatHex(bytes));
  }

  /** What is stored of it. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "InvitationSecret[…]";
  }
}
