package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

/**
 * A secret on its way to the worker, encrypted to the worker's key before it left the edge.
 *
 * @param keyId the key it is encrypted to
 * @param ciphertext Tink hybrid encryption, base64; its context is organization, project and field
 */
public record SealedSecret(String keyId, String ciphertext) {
  /** Checks that nothing required is missing. */
  public SealedSecret {
    requireNonNull(keyId, "keyId");
    requireNonNull(ciphertext, "ciphertext");
  }

  @Override
  public String toString() {
    return "SealedSecret[" + keyId + "]";
  }
}
