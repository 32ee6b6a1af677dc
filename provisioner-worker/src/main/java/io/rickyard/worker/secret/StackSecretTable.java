package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The encrypted secrets of stacks; owns the table stack_secret. A ciphertext is bound to its
 * organization, project and name: copied into another row, it does not open.
 */
final class StackSecretTable {

  private StackSecretTable() {}

  static Optional<OrganizationId> organizationOf(Connection connection, ProjectRef project)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select organization from stack_secret where project = ? limit 1")) {
      select.setString(1, project.value());
      try (var row = select.executeQuery()) {
        return row.next() ? Optional.of(new OrganizationId(row.getString(1))) : Optional.empty();
      }
    }
  }

  static Map<String, String> read(
      Connection connection, ProjectRef project, OrganizationId organization, Aead key)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select name, ciphertext from stack_secret where project = ? and organization = ?")) {
      select.setString(1, project.value());
      select.setString(2, organization.value());
      var secrets = new HashMap<String, String>();
      try (var row = select.executeQuery()) {
        while (row.next()) {
          var name = row.getString(1);
          secrets.put(name, decrypted(key, row.getBytes(2), organization, project, name));
        }
      }
      return secrets;
    }
  }

  /** Keeps what is not there yet; a secret is never replaced. */
  static void insert(
      Connection connection,
      ProjectRef project,
      OrganizationId organization,
      Aead key,
      Map<String, String> secrets)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into stack_secret (project, name, organization, ciphertext) values (?, ?, ?, ?)
            on conflict (project, name) do nothing
            """)) {
      for (var secret : secrets.entrySet()) {
        insert.setString(1, project.value());
        insert.setString(2, secret.getKey());
        insert.setString(3, organization.value());
        insert.setBytes(
            4, encrypted(key, secret.getValue(), organization, project, secret.getKey()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static void delete(Connection connection, ProjectRef project) throws SQLException {
    try (var delete = connection.prepareStatement("delete from stack_secret where project = ?")) {
      delete.setString(1, project.value());
      delete.executeUpdate();
    }
  }

  private static byte[] encrypted(
      Aead key, String plain, OrganizationId organization, ProjectRef project, String name) {
    try {
      return key.encrypt(plain.getBytes(UTF_8), context(organization, project, name));
    } catch (GeneralSecurityException e) {
      throw new SecretException("%s of %s can't be encrypted.".formatted(name, project), e);
    }
  }

  private static String decrypted(
      Aead key, byte[] ciphertext, OrganizationId organization, ProjectRef project, String name) {
    try {
      return new String(key.decrypt(ciphertext, context(organization, project, name)), UTF_8);
    } catch (GeneralSecurityException e) {
      throw new SecretException(
          "%s of %s does not open with the key of %s: the row was changed or moved."
              .formatted(name, project, organization),
          e);
    }
  }

  private static byte[] context(OrganizationId organization, ProjectRef project, String name) {
    return "organization=%s;project=%s;name=%s"
        .formatted(organization, project, name)
        .getBytes(UTF_8);
  }
}
