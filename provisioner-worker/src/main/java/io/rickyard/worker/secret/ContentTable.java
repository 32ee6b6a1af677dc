package io.rickyard.worker.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.FunctionSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What members put into stacks; owns the tables stack_contents and function_source. A ciphertext is
 * bound to its organization, project and what it is: copied into another row, it does not open.
 */
final class ContentTable {

  private static final String CONTENTS = "contents";

  private ContentTable() {}

  static Optional<Contents> read(
      Connection connection, ProjectRef project, OrganizationId organization, Aead key)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select ciphertext from stack_contents where project = ? and organization = ?")) {
      select.setString(1, project.value());
      select.setString(2, organization.value());
      try (var row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                opened(
                    key, row.getBytes(1), context(organization, project, CONTENTS), Contents.class))
            : Optional.empty();
      }
    }
  }

  static void write(
      Connection connection,
      ProjectRef project,
      OrganizationId organization,
      Aead key,
      Contents contents)
      throws SQLException {
    try (var upsert =
        connection.prepareStatement(
            """
            insert into stack_contents (project, organization, revision, ciphertext)
            values (?, ?, ?, ?)
            on conflict (project) do update
               set revision = excluded.revision, ciphertext = excluded.ciphertext
            """)) {
      upsert.setString(1, project.value());
      upsert.setString(2, organization.value());
      upsert.setLong(3, contents.revision());
      upsert.setBytes(4, closed(key, contents, context(organization, project, CONTENTS)));
      upsert.executeUpdate();
    }
  }

  static Optional<FunctionSource> source(
      Connection connection,
      ProjectRef project,
      OrganizationId organization,
      Aead key,
      String slug,
      String sha256)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select ciphertext from function_source
             where project = ? and organization = ? and slug = ? and sha256 = ?
            """)) {
      select.setString(1, project.value());
      select.setString(2, organization.value());
      select.setString(3, slug);
      select.setString(4, sha256);
      try (var row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                opened(
                    key,
                    row.getBytes(1),
                    context(organization, project, source(slug, sha256)),
                    FunctionSource.class))
            : Optional.empty();
      }
    }
  }

  static void keep(
      Connection connection,
      ProjectRef project,
      OrganizationId organization,
      Aead key,
      String slug,
      FunctionSource source)
      throws SQLException {
    var sha256 = source.sha256();
    try (var insert =
        connection.prepareStatement(
            """
            insert into function_source (project, slug, sha256, organization, ciphertext)
            values (?, ?, ?, ?, ?)
            on conflict (project, slug, sha256) do update set kept_at = clock_timestamp()
            """)) {
      insert.setString(1, project.value());
      insert.setString(2, slug);
      insert.setString(3, sha256);
      insert.setString(4, organization.value());
      insert.setBytes(5, closed(key, source, context(organization, project, source(slug, sha256))));
      insert.executeUpdate();
    }
  }

  /**
   * Forgets what no function is made of; what was kept within a day may still be bundled into one.
   */
  static void forget(Connection connection, ProjectRef project, Collection<String> used)
      throws SQLException {
    try (var delete =
        connection.prepareStatement(
            """
            delete from function_source
             where project = ? and kept_at < clock_timestamp() - interval '1 day'
               and not sha256 = any (?)
            """)) {
      delete.setString(1, project.value());
      delete.setArray(2, connection.createArrayOf("text", used.toArray()));
      delete.executeUpdate();
    }
  }

  static void delete(Connection connection, ProjectRef project) throws SQLException {
    for (var table : List.of("stack_contents", "function_source")) {
      try (var delete =
          connection.prepareStatement("delete from " + table + " where project = ?")) {
        delete.setString(1, project.value());
        delete.executeUpdate();
      }
    }
  }

  private static String source(String slug, String sha256) {
    return "function=%s;sha256=%s".formatted(slug, sha256);
  }

  private static byte[] context(OrganizationId organization, ProjectRef project, String what) {
    return "organization=%s;project=%s;%s".formatted(organization, project, what).getBytes(UTF_8);
  }

  private static byte[] closed(Aead key, Object document, byte[] context) {
    var bytes = new ByteArrayOutputStream();
    try (var zipped = new GZIPOutputStream(bytes)) {
      ContractJson.mapper().writeValue(zipped, document);
    } catch (IOException e) {
      throw new SecretException("What was put into a stack can't be written.", e);
    }
    try {
      return key.encrypt(bytes.toByteArray(), context);
    } catch (GeneralSecurityException e) {
      throw new SecretException("What was put into a stack can't be encrypted.", e);
    }
  }

  private static <T> T opened(Aead key, byte[] ciphertext, byte[] context, Class<T> type) {
    try (var zipped =
        new GZIPInputStream(new ByteArrayInputStream(key.decrypt(ciphertext, context)))) {
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
}
