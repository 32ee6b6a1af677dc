package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.SealedSecret;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Seals as the edge does: with nothing but the public keyset. */
final class Sealing {

  private Sealing() {}

  static SealedSecret seal(
      SealingKeyset keyset, OrganizationId organization, String field, String plain)
      throws GeneralSecurityException {
    var ciphertext =
        TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(keyset.publicKeyset())
            .getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class)
            .encrypt(
                plain.getBytes(UTF_8),
                "organization=%s;field=%s".formatted(organization, field).getBytes(UTF_8));
    return new SealedSecret(keyset.keyId(), Base64.getEncoder().encodeToString(ciphertext));
  }
}
