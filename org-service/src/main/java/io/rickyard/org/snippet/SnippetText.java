package io.rickyard.org.snippet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.rickyard.org.organization.DisplayName;
import org.jspecify.annotations.Nullable;

/**
 * What a snippet says.
 *
 * @param name what it is called
 * @param description what it is for
 * @param sql the SQL, up to 128 KiB; nobody looks whether it is any
 * @param visibility who may see it
 * @param favorite whether its owner likes it
 */
public record SnippetText(
    DisplayName name,
    @Nullable String description,
    String sql,
    Visibility visibility,
    boolean favorite) {

  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final int MOST_BYTES = 128 * 1024;

  /** Checks the ranges. */
  public SnippetText {
    requireNonNull(name, "name");
    requireNonNull(sql, "sql");
    requireNonNull(visibility, "visibility");
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      throw new IllegalArgumentException(
          "description has at most " + LONGEST_DESCRIPTION + " characters");
    }
    if (sql.isBlank()) {
      throw new IllegalArgumentException("sql: there is no SQL in it");
    }
    if (sql.getBytes(UTF_8).length > MOST_BYTES) {
      throw new IllegalArgumentException("sql has at most " + MOST_BYTES + " bytes");
    }
  }

  @Override
  public String toString() {
    return "SnippetText[" + name + "]";
  }
}
