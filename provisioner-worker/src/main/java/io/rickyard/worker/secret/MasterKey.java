package io.rickyard.worker.secret;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key that wraps all other keys of the installation: 32 bytes in a file of its own, so that a
 * copy of the database alone opens nothing. Whoever loses it loses the stacks' secrets.
 */
public final class MasterKey {

  static final int BYTES = 32;

  private final Aead aead;

  private MasterKey(Aead aead) {
    this.aead = aead;
  }

  /** Reads the key, making the file on the first start. */
  public static MasterKey readOrCreate(Path path, SecureRandom random) {
    var file = new PrivateFile(path);
    if (!file.exists()) {
      file.createIfMissing(Base64.getEncoder().encodeToString(randomKey(random)));
    }
    return read(path);
  }

  /** Reads the key from its file. */
  public static MasterKey read(Path path) {
    try {
      var key = Base64.getDecoder().decode(new PrivateFile(path).read());
      if (key.length != BYTES) {
        throw new SecretException(path + " does not hold a master key of 32 bytes.");
      }
      return new MasterKey(aead(key));
    } catch (IllegalArgumentException e) {
      throw new SecretException(path + " does not hold a master key in base64.", e);
    }
  }

  Aead aead() {
    return aead;
  }

  static byte[] randomKey(SecureRandom random) {
    var key = new byte[BYTES];
    random.nextBytes(key);
    return key;
  }

  /** AES-256-GCM under this key; the ciphertext is IV, encrypted text and tag. */
  @AccessesPartialKey // the key is ours, not Tink's: it comes from a file or an unwrapped row
  static Aead aead(byte[] key) {
    try {
      AeadConfig.register();
      var parameters =
          AesGcmParameters.builder()
              .setKeySizeBytes(BYTES)
              .setIvSizeBytes(12)
              .setTagSizeBytes(16)
              .setVariant(AesGcmParameters.Variant.NO_PREFIX)
              .build();
      var aesKey =
          AesGcmKey.builder()
              .setParameters(parameters)
              .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
              .build();
      return KeysetHandle.newBuilder()
          .addEntry(KeysetHandle.importKey(aesKey).withRandomId().makePrimary())
          .build()
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new SecretException("AES-256-GCM is not available.", e);
    }
  }
}
