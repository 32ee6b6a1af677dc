package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  /** Notes which secrets a stack has been given; what was noted stays. */
  static void given(Connection connection, ProjectRef project, Set<String> names)
      throws SQLException {
    try (var upsert =
        connection.prepareStatement(
            """
            insert into stack_secret_names (project, names) values (?, ?)
            on conflict (project) do update set names = excluded.names
            """)) {
      upsert.setString(1, project.value());
      upsert.setArray(2, connection.createArrayOf("text", new TreeSet<>(names).toArray()));
      upsert.executeUpdate();
    }
  }

  /** The secrets that a stack has been given and of which there is no row any more. */
  static List<String> lost(Connection connection, ProjectRef project) throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select wanted.name from stack_secret_names given, unnest(given.names) wanted (name)
             where given.project = ?
               and not exists (select from stack_secret kept
                                where kept.project = given.project and kept.name = wanted.name)
             order by wanted.name
            """)) {
      select.setString(1, project.value());
      var lost = new ArrayList<String>();
      try (var row = select.executeQuery()) {
        while (row.next()) {
          lost.add(row.getString(1));
        }
      }
      return List.copyOf(lost);
    }
  }

  static void delete(Connection connection, ProjectRef project) throws SQLException {
    for (var table : List.of("stack_setting", "stack_secret", "stack_secret_names")) {
      try (var delete =
          connection.prepareStatement("delete from " + table + " where project = ?")) {
        delete.setString(1, project.value());
        delete.executeUpdate();
      }
    }
  }

  static byte[] encrypted(
      Aead key, String plain, OrganizationId organization, ProjectRef project, String name) {
    try {
      return key.encrypt(plain.getBytes(UTF_8), context(organization, project, name));
    } catch (GeneralSecurityException e) {
      throw new SecretException("%s of %s can't be encrypted.".formatted(name, project), e);
    }
  }

  static String decrypted(
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
