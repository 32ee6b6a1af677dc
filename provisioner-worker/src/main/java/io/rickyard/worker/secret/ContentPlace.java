package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Where what members put into one stack is read and written: in one transaction, under the key of
 * the stack's organization. A ciphertext is bound to its organization, its project and what it is:
 * copied into another row, it does not open.
 */
record ContentPlace(
    Connection connection, ProjectRef project, OrganizationId organization, Aead key) {

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
