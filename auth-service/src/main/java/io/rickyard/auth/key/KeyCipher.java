package io.rickyard.auth.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts private keys at rest with AES-256-GCM: twelve random bytes, then the ciphertext. */
public final class KeyCipher {

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /** A cipher under these 32 bytes. */
  public KeyCipher(byte[] key, SecureRandom random) {
    if (key.length != 32) {
      throw new IllegalArgumentException("A key for AES-256 has 32 bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /** Encrypts for this context, such as the key's id. */
  public byte[] encrypt(byte[] plain, String context) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, 0, context);
    byte[] whole = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
    return whole;
  }

  /** Decrypts what was encrypted for this context; throws {@link WrongKey} otherwise. */
  public byte[] decrypt(byte[] whole, String context) {
    return run(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE), whole, NONCE, context);
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, int from, String context) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input, from, input.length - from);
    } catch (GeneralSecurityException e) {
      throw new WrongKey(context, e);
    }
  }
}
