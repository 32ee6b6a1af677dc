package io.rickyard.org.http;

import static java.util.Objects.requireNonNullElse;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.snippet.Snippet;
import io.rickyard.org.snippet.SnippetText;
import io.rickyard.org.snippet.Visibility;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Snippets on the wire. */
final class SnippetForms {

  private SnippetForms() {}

  /** What a snippet is to say. */
  record TextForm(
      @Nullable String name,
      @Nullable String description,
      @Nullable String sql,
      @Nullable String visibility,
      @Nullable Boolean favorite) {
    SnippetText text() {
      return Reading.of(() ->
          new SnippetText(
              new DisplayName(requireNonNullElse(name, "")),
              description,
              requireNonNullElse(sql, ""),
              visibility == null ? Visibility.USER : Visibility.named(visibility),
              Boolean.TRUE.equals(favorite)));
    }
  }

  /** A snippet. */
  record SnippetForm(
      UUID id,
      ProjectRef project,
      OrganizationId organization,
      UUID owner,
      String name,
      @Nullable String description,
      String sql,
      String visibility,
      boolean favorite,
      Instant createdAt,
      Instant updatedAt,
      UUID updatedBy) {
    static SnippetForm of(Snippet snippet) {
      var text = snippet.text();
      return new SnippetForm(
          snippet.id().value(),
          snippet.project(),
          snippet.organization(),
          snippet.owner().value(),
          text.name().value(),
          text.description(),
          text.sql(),
          text.visibility().wireName(),
          text.favorite(),
          snippet.createdAt(),
          snippet.updatedAt(),
          snippet.updatedBy().value());
    }
  }
}
