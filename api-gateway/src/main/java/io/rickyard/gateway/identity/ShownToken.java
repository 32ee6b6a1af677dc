package io.rickyard.gateway.identity;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a caller showed to prove who it is.
 *
 * @param value the token itself; leaves this package only towards auth-service
 */
record ShownToken(String value) {

  private static final Pattern OPAQUE =
      Pattern.compile("(?:sbp_(?:oauth_|v0_)?|rks_|rkt_)[0-9a-f]{40}");
  private static final Pattern SIGNED =
      Pattern.compile("[A-Za-z0-9_-]{1,1024}\\.[A-Za-z0-9_-]{1,8192}\\.[A-Za-z0-9_-]{0,1024}");
  private static final String SESSION_HANDLE = "rks_";
  private static final String STREAM_TICKET = "rkt_";

  ShownToken {
    requireNonNull(value, "value");
  }

  /** One of our own random strings. */
  boolean opaque() {
    return OPAQUE.matcher(value).matches();
  }

  /** Has the three parts of a JWT; nothing is said about its signature. */
  boolean signed() {
    return SIGNED.matcher(value).matches();
  }

  /** Good for one request only. */
  boolean ticket() {
    return value.startsWith(STREAM_TICKET);
  }

  /** Stands in the browser's cookie and nowhere else. */
  boolean sessionHandle() {
    return value.startsWith(SESSION_HANDLE);
  }

  /** Names the token without giving it away. */
  String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "ShownToken[hidden]";
  }
}
