package io.rickyard.org.hook;

/**
 * Encrypts secrets at rest. A sealed secret opens for the hook it was sealed for and for no other.
 */
public interface SecretBox {

  /** Seals a secret. */
  byte[] seal(HookId hook, HookSecret secret);

  /**
   * Opens a secret.
   *
   * @throws IllegalStateException when the master key does not fit, which somebody must repair
   */
  HookSecret open(HookId hook, byte[] sealed);
}
