package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.SealedSecret;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * The keys to which secrets are sealed before they leave the edge (HPKE: X25519, HKDF-SHA-256,
 * AES-256-GCM). The public part goes to whoever seals; the private part stays in a file, encrypted
 * with the master key, and opens only what was sealed for the very organization and field.
 */
public final class SealingKeyset {

  private static final byte[] FILE_CONTEXT = "rickyard sealing keyset".getBytes(UTF_8);

  private final KeysetHandle keyset;
  private final HybridDecrypt decrypt;

  private SealingKeyset(KeysetHandle keyset) throws GeneralSecurityException {
    this.keyset = keyset;
    this.decrypt = keyset.getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
  }

  /** Reads the keyset, making the file on the first start. */
  public static SealingKeyset readOrCreate(Path path, MasterKey master) {
    var file = new PrivateFile(path);
    if (!file.exists()) {
      file.createIfMissing(generated(master));
    }
    return read(path, master);
  }

  /** Reads the keyset from its file. */
  public static SealingKeyset read(Path path, MasterKey master) {
    try {
      HybridConfig.register();
      return new SealingKeyset(
          TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
              new PrivateFile(path).read(), master.aead(), FILE_CONTEXT));
    } catch (GeneralSecurityException e) {
      throw new SecretException(path + " can't be opened with this master key.", e);
    }
  }

  private static String generated(MasterKey master) {
    try {
      HybridConfig.register();
      var parameters =
          HpkeParameters.builder()
              .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
              .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
              .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
              .setVariant(HpkeParameters.Variant.TINK)
              .build();
      return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
          KeysetHandle.generateNew(parameters), master.aead(), FILE_CONTEXT);
    } catch (GeneralSecurityException e) {
      throw new SecretException("A sealing keyset can't be made.", e);
    }
  }

  /** The public part, as Tink's JSON; not secret. */
  public String publicKeyset() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(keyset.getPublicKeysetHandle());
    } catch (GeneralSecurityException e) {
      throw new SecretException("The public keyset can't be written.", e);
    }
  }

  /** The id of the key that seals now. */
  public String keyId() {
    return Integer.toUnsignedString(keyset.getPrimary().getId());
  }

  /**
   * Opens a secret.
   *
   * @throws SecretException when it was sealed for another organization, field or key, or changed
   */
  public String open(SealedSecret sealed, OrganizationId organization, String field) {
    try {
      var ciphertext = Base64.getDecoder().decode(sealed.ciphertext());
      return new String(decrypt.decrypt(ciphertext, context(organization, field)), UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SecretException(
          "The secret %s of organization %s, sealed to key %s, can't be opened."
              .formatted(field, organization, sealed.keyId()),
          e);
    }
  }

  /** What a secret is bound to; whoever seals uses the same. */
  static byte[] context(OrganizationId organization, String field) {
    return "organization=%s;field=%s".formatted(organization, field).getBytes(UTF_8);
  }
}
