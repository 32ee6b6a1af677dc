package io.rickyard.gateway.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.service.InvalidSetting;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts secrets so that the worker alone can read them. The context binds each to its
 * organization and field; the project's reference is not known yet when its first secret is sealed.
 */
@Context
public final class SecretSealer {

  private static final String SETTING = "rickyard.secrets.public-keyset";

  private final HybridEncrypt encryption;
  private final String keyId;

  /** Takes the worker's public keys, as Tink writes them. */
  SecretSealer(@Value("${" + SETTING + ":}") String keyset) {
    if (keyset.isBlank()) {
      throw new InvalidSetting(SETTING, "is missing");
    }
    try {
      HybridConfig.register();
      KeysetHandle keys = TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(keyset);
      encryption = keys.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class);
      keyId = Integer.toUnsignedString(keys.getPrimary().getId());
    } catch (GeneralSecurityException e) {
      throw new InvalidSetting(SETTING, "is no public hybrid keyset", e);
    }
  }

  /** Seals the value of a field. */
  public SealedSecret seal(OrganizationId organization, String field, String value) {
    byte[] context = ("organization=" + organization + ";field=" + field).getBytes(UTF_8);
    try {
      byte[] sealed = encryption.encrypt(value.getBytes(UTF_8), context);
      return new SealedSecret(keyId, Base64.getEncoder().encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The field " + field + " could not be sealed", e);
    }
  }
}
