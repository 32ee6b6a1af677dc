package io.rickyard.gateway.snippet;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a snippet is to say.
 *
 * @param name what it is called
 * @param description what it is for
 * @param sql the SQL, up to 128 KiB
 * @param visibility user, who alone sees it, or project, for everybody who may see that
 * @param favorite whether its owner likes it
 */
record SnippetText(
    String name,
    @Nullable String description,
    String sql,
    @Nullable String visibility,
    @Nullable Boolean favorite) {

  SnippetText {
    requireNonNull(name, "name");
    requireNonNull(sql, "sql");
  }

  @Override
  public String toString() {
    return "SnippetText[" + name + "]";
  }
}
