package io.rickyard.gateway.snippet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A snippet, as the Management API shows it.
 *
 * @param id names it
 * @param insertedAt since when it is kept
 * @param updatedAt when it was changed last
 * @param type always sql
 * @param visibility user or project
 * @param name what it is called
 * @param description what it is for; present even where nobody said
 * @param project beside which project
 * @param owner who keeps it
 * @param updatedBy who changed it last
 * @param favorite whether its owner likes it
 * @param content the SQL; left out in lists
 */
record SnippetShape(
    UUID id,
    Instant insertedAt,
    Instant updatedAt,
    String type,
    String visibility,
    String name,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String description,
    Project project,
    Person owner,
    Person updatedBy,
    boolean favorite,
    @Nullable Content content) {

  /** A project by its number. */
  record Project(long id, String name) {}

  /** A person. The number is made of the account's id, since the hosted platform's are numbers. */
  record Person(long id, String username) {
    private static final long POSITIVE = 0x7fff_ffffL;

    static Person of(UUID id, @Nullable String name) {
      return new Person(
          id.getLeastSignificantBits() & POSITIVE, name == null ? id.toString() : name);
    }
  }

  /** The SQL. */
  record Content(@JsonProperty("schema_version") String version, String sql) {}

  /**
   * A page of them.
   *
   * @param data the page, without the SQL
   * @param cursor where the next one begins; none after the last
   */
  record Page(List<SnippetShape> data, @Nullable String cursor) {
    Page {
      data = List.copyOf(data);
    }
  }
}
