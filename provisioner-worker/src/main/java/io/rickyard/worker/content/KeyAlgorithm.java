package io.rickyard.worker.content;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * What a signing key signs with (RFC 7518, 3.1). Ed25519 is none of them: not every service of a
 * release takes tokens of it.
 */
public enum KeyAlgorithm {
  /** ECDSA on the curve P-256. */
  ES256,
  /** RSA with PKCS #1 v1.5. */
  RS256,
  /** A secret that signer and verifier share. */
  HS256;

  /** The name on the wire. */
  @JsonValue
  public String wireName() {
    return name();
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static KeyAlgorithm named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("algorithm is ES256, RS256 or HS256, not '" + name + "'"));
  }
}
