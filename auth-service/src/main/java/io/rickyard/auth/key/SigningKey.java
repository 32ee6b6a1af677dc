package io.rickyard.auth.key;

import static java.util.Objects.requireNonNull;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;

/**
 * A key pair on P-256.
 *
 * @param id its {@code kid}
 * @param role what it is good for
 * @param publicKey published
 * @param privateKey never leaves this service, and rests encrypted
 * @param createdAt when it was made
 * @param since from when on it has its role
 */
public record SigningKey(
    String id,
    KeyRole role,
    ECPublicKey publicKey,
    ECPrivateKey privateKey,
    Instant createdAt,
    Instant since) {
  /** Checks that nothing is missing. */
  public SigningKey {
    requireNonNull(id, "id");
    requireNonNull(role, "role");
    requireNonNull(publicKey, "publicKey");
    requireNonNull(privateKey, "privateKey");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(since, "since");
  }

  @Override
  public String toString() {
    return "SigningKey[" + id + ", " + role + "]";
  }
}
