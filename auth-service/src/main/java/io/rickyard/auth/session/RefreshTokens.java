package io.rickyard.auth.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes refresh tokens: 12 characters, 60 bits, of which only a keyed hash is stored. Sixty bits
 * are few enough that a plain hash could be searched; the key stands outside the database.
 *
 * <p>A token's child is computed from the token, a salt stored at the rotation, and the key. So
 * whoever shows a token again within the grace gets the very same child, although no child is
 * stored.
 */
public final class RefreshTokens {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern FORM = Pattern.compile("[a-z2-7]{12}");
  private static final int LENGTH = 12;
  private static final int SALT = 16;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /** Tokens under this key, at least 16 random bytes. */
  public RefreshTokens(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.random = random;
  }

  /** Whether it can be one at all. */
  public static boolean hasForm(String token) {
    return FORM.matcher(token).matches();
  }

  /** The first token of a session. */
  public String first() {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return letters(bytes);
  }

  /** A salt for a rotation. */
  public byte[] salt() {
    byte[] bytes = new byte[SALT];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The token that follows this one, under the salt of its rotation. */
  public String child(String token, byte[] salt) {
    return letters(mac("child", salt, token));
  }

  /** What is stored of a token. */
  public byte[] hash(String token) {
    return mac("hash", new byte[0], token);
  }

  private byte[] mac(String purpose, byte[] salt, String token) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      mac.update(salt);
      return mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }

  private static String letters(byte[] bytes) {
    var letters = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      letters.append(ALPHABET.charAt(bytes[i] & 31));
    }
    return letters.toString();
  }
}
