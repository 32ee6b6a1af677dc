package io.rickyard.worker.secret;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.FunctionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What members put into stacks; owns the tables stack_contents and function_source. */
final class ContentTable {

  private static final String CONTENTS = "contents";

  private ContentTable() {}

  static Optional<Contents> read(ContentPlace place) throws SQLException {
    try (var select =
        place
            .connection()
            .prepareStatement(
                "select ciphertext from stack_contents where project = ? and organization = ?")) {
      select.setString(1, place.project().value());
      select.setString(2, place.organization().value());
      try (var row = select.executeQuery()) {
        return row.next() ? Optional.of(opened(row.getBytes(1), place.seal())) : Optional.empty();
      }
    }
  }

  static Contents opened(byte[] ciphertext, StackSeal seal) {
    return seal.opened(ciphertext, CONTENTS, Contents.class);
  }

  static void write(ContentPlace place, Contents contents) throws SQLException {
    try (var upsert =
        place
            .connection()
            .prepareStatement(
                """
                insert into stack_contents (project, organization, revision, ciphertext)
                values (?, ?, ?, ?)
                on conflict (project) do update
                   set revision = excluded.revision, ciphertext = excluded.ciphertext
                """)) {
      upsert.setString(1, place.project().value());
      upsert.setString(2, place.organization().value());
      upsert.setLong(3, contents.revision());
      upsert.setBytes(4, place.closed(contents, CONTENTS));
      upsert.executeUpdate();
    }
  }

  static Optional<FunctionSource> source(ContentPlace place, String slug, String sha256)
      throws SQLException {
    try (var select =
        place
            .connection()
            .prepareStatement(
                """
                select ciphertext from function_source
                 where project = ? and organization = ? and slug = ? and sha256 = ?
                """)) {
      select.setString(1, place.project().value());
      select.setString(2, place.organization().value());
      select.setString(3, slug);
      select.setString(4, sha256);
      try (var row = select.executeQuery()) {
        return row.next()
            ? Optional.of(place.opened(row.getBytes(1), source(slug, sha256), FunctionSource.class))
            : Optional.empty();
      }
    }
  }

  static void keep(ContentPlace place, String slug, FunctionSource source) throws SQLException {
    var sha256 = source.sha256();
    try (var insert =
        place
            .connection()
            .prepareStatement(
                """
                insert into function_source (project, slug, sha256, organization, ciphertext)
                values (?, ?, ?, ?, ?)
                on conflict (project, slug, sha256) do update set kept_at = clock_timestamp()
                """)) {
      insert.setString(1, place.project().value());
      insert.setString(2, slug);
      insert.setString(3, sha256);
      insert.setString(4, place.organization().value());
      insert.setBytes(5, place.closed(source, source(slug, sha256)));
      insert.executeUpdate();
    }
  }

  /**
   * Forgets what no function is made of; what was kept within a day may still be bundled into one.
   *
   * @param used the digests of what functions are made of, and of what they may go back to
   */
  static void forget(ContentPlace place, Collection<String> used) throws SQLException {
    try (var delete =
        place
            .connection()
            .prepareStatement(
                """
                delete from function_source
                 where project = ? and kept_at < clock_timestamp() - interval '1 day'
                   and not sha256 = any (?)
                """)) {
      delete.setString(1, place.project().value());
      delete.setArray(2, place.connection().createArrayOf("text", used.toArray()));
      delete.executeUpdate();
    }
  }

  static void delete(Connection connection, ProjectRef project) throws SQLException {
    for (var table :
        List.of(
            "stack_contents", "function_source", "stack_contents_note", "stack_contents_answer")) {
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
}
