package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;

import com.google.crypto.tink.Aead;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Encrypts what is kept of one stack, with the key of its organization. A ciphertext is bound to
 * its organization, its project and what it is: copied into another row, it does not open.
 */
record StackSeal(ProjectRef project, OrganizationId organization, Aead key) {

  byte[] encrypted(String name, String plain) {
    try {
      return key.encrypt(plain.getBytes(UTF_8), context("name=" + name));
    } catch (GeneralSecurityException e) {
      throw new SecretException("%s of %s can't be encrypted.".formatted(name, project), e);
    }
  }

  String decrypted(String name, byte[] ciphertext) {
    try {
      return new String(key.decrypt(ciphertext, context("name=" + name)), UTF_8);
    } catch (GeneralSecurityException e) {
      throw new SecretException(
          "%s of %s does not open with the key of %s: the row was changed or moved."
              .formatted(name, project, organization),
          e);
    }
  }

  /** All of these, by name; they may be added to. */
  Map<String, String> decrypted(Map<String, byte[]> ciphertexts) {
    return ciphertexts.entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                entry -> decrypted(entry.getKey(), entry.getValue()),
                (one, _) -> one,
                HashMap::new));
  }

  byte[] closed(Object document, String what) {
    var bytes = new ByteArrayOutputStream();
    try (var zipped = new GZIPOutputStream(bytes)) {
      ContractJson.mapper().writeValue(zipped, document);
    } catch (IOException e) {
      throw new SecretException("What was put into a stack can't be written.", e);
    }
    try {
      return key.encrypt(bytes.toByteArray(), context(what));
    } catch (GeneralSecurityException e) {
      throw new SecretException("What was put into a stack can't be encrypted.", e);
    }
  }

  <T> T opened(byte[] ciphertext, String what, Class<T> type) {
    try (var zipped =
        new GZIPInputStream(new ByteArrayInputStream(key.decrypt(ciphertext, context(what))))) {
      return ContractJson.mapper().readValue(zipped, type);
    } catch (GeneralSecurityException e) {
      throw new SecretException(
          "What was put into a stack does not open with its organization's key: the row was changed"
              + " or moved.",
          e);
    } catch (IOException e) {
      throw new SecretException("What was put into a stack can't be read.", e);
    }
  }

  private byte[] context(String what) {
    return "organization=%s;project=%s;%s".formatted(organization, project, what).getBytes(UTF_8);
  }
}
