package io.rickyard.org.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.org.hook.HookId;
import io.rickyard.org.hook.HookSecret;
import io.rickyard.org.hook.SecretBox;
import java.security.GeneralSecurityException;

/**
 * Seals with AES-256-GCM; the hook's id is associated data, so a row copied to another hook won't
 * open.
 */
public final class TinkSecretBox implements SecretBox {

  private final MasterKey key;

  /** Seals under this key. */
  public TinkSecretBox(MasterKey key) {
    this.key = key;
  }

  @Override
  public byte[] seal(HookId hook, HookSecret secret) {
    try {
      return key.aead().encrypt(secret.text().getBytes(UTF_8), context(hook));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The secret of hook " + hook + " cannot be sealed", e);
    }
  }

  @Override
  public HookSecret open(HookId hook, byte[] sealed) {
    try {
      return new HookSecret(new String(key.aead().decrypt(sealed, context(hook)), UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The secret of hook "
              + hook
              + " does not open: rickyard.org.master-key-file is not the key it was sealed under",
          e);
    }
  }

  private static byte[] context(HookId hook) {
    return ("hook=" + hook).getBytes(UTF_8);
  }
}
