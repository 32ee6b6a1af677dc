package io.rickyard.org.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** What a hook and its caller share. Shown once, when it is made. */
public record HookSecret(String text) {

  private static final String STANDARD_PREFIX = "whsec_";
  private static final int BYTES = 32;

  /** Checks that nothing required is missing. */
  public HookSecret {
    requireNonNull(text, "text");
  }

  /** A new one in the form that the provider expects, with 256 random bits. */
  public static HookSecret generate(HookProvider provider, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new HookSecret(
        switch (provider) {
          case GITHUB, GITLAB -> HexFormat.of().formatHex(bytes);
          case STANDARD -> STANDARD_PREFIX + Base64.getEncoder().encodeToString(bytes);
        });
  }

  /** The bytes that sign: Standard Webhooks decodes the secret, the others take its characters. */
  byte[] key() {
    return text.startsWith(STANDARD_PREFIX)
        ? Base64.getDecoder().decode(text.substring(STANDARD_PREFIX.length()))
        : text.getBytes(UTF_8);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "HookSecret[…]";
  }
}
