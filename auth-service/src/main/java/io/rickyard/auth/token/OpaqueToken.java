package io.rickyard.auth.token;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A random string that stands for a right: a prefix and 40 hex digits, 160 bits. With so many,
 * nobody finds one by trying, so its SHA-256 is stored without salt and can be looked up by it.
 *
 * @param kind what it stands for
 * @param value the whole string, shown once
 */
public record OpaqueToken(Kind kind, String value) {

  private static final int BYTES = 20;

  /** What a token stands for. */
  public enum Kind {
    /** A personal access token, in the very form that the hosted platform's CLI demands. */
    PERSONAL("sbp_"),
    /** A session, in a browser's cookie. */
    BROWSER("rks_"),
    /** One stream. */
    TICKET("rkt_"),
    /** One sign-in. */
    CODE("rkc_"),
    /** The proof that somebody reads an address's mail. */
    ONE_TIME("rko_"),
    /** The return of a PKCE flow. */
    FLOW("rkf_"),
    /** A program's request for a login, in the address of the page that decides about it. */
    LOGIN("rkl_"),
    /** What a program without a browser polls with. */
    DEVICE("rkd_"),
    /** What the browser brings back to a program. */
    GRANT("rkg_"),
    /** The way to a provider and back. */
    STATE("rkq_"),
    /** The browser that took that way. */
    FLOW_BROWSER("rkb_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** Checks that nothing is missing. */
  public OpaqueToken {
    requireNonNull(kind, "kind");
    requireNonNull(value, "value");
  }

  /** A new one. */
  public static OpaqueToken next(Kind kind, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new OpaqueToken(kind, kind.prefix + HexFormat.of().formatHex(bytes));
  }

  /** The text as a token, if it has the form of one. */
  public static Optional<OpaqueToken> parse(String text) {
    return Arrays.stream(Kind.values())
        .filter(kind -> text.startsWith(kind.prefix))
        .filter(kind -> isHex(text, kind.prefix.length()))
        .findFirst()
        .map(kind -> new OpaqueToken(kind, text));
  }

  /** What is stored of it. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Enough to recognize it by, too little to use it. */
  public String hint() {
    return kind.prefix + "…" + value.substring(value.length() - 4);
  }

  @Override
  public String toString() {
    return "OpaqueToken[" + kind + "]";
  }

  private static boolean isHex(String text, int from) {
    return text.length() == from + 2 * BYTES
        && text.chars().skip(from).allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
