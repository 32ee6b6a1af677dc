package io.rickyard.auth.onetime;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * PKCE's challenge (RFC 7636): whoever shows the code has to show what this was made from. The
 * method is the one that was said when the flow began; nothing said later can weaken it.
 *
 * @param method how it was made
 * @param value the challenge
 */
public record Challenge(Method method, String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  /** How a challenge is made from its verifier. */
  public enum Method {
    /** By SHA-256, in base64url. */
    S256,
    /** It is the verifier itself; for pages without cryptography, which http gives none. */
    PLAIN;

    /** The one of that name; throws {@link IllegalArgumentException} for an unknown one. */
    public static Method named(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "s256" -> S256;
        case "plain" -> PLAIN;
        default ->
            throw new IllegalArgumentException("code_challenge_method is neither s256 nor plain");
      };
    }
  }

  /** Checks the form. */
  public Challenge {
    requireNonNull(method, "method");
    if (!FORM.matcher(requireNonNull(value, "value")).matches()) {
      throw new IllegalArgumentException(
          "code_challenge has to be 43 to 128 of the characters that a URL may hold");
    }
  }

  /** Whether it was made from this verifier. */
  public boolean fits(String verifier) {
    String made =
        switch (method) {
          case S256 -> digest(verifier);
          case PLAIN -> verifier;
        };
    return MessageDigest.isEqual(
        made.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
