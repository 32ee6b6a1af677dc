package io.rickyard.org.snippet;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.organization.UserId;
import java.time.Instant;

/**
 * SQL that somebody keeps.
 *
 * @param id names it
 * @param project beside which project
 * @param organization whose that is
 * @param owner who keeps it
 * @param text what it says
 * @param createdAt since when
 * @param updatedAt when it was changed last
 * @param updatedBy by whom
 */
public record Snippet(
    SnippetId id,
    ProjectRef project,
    OrganizationId organization,
    UserId owner,
    SnippetText text,
    Instant createdAt,
    Instant updatedAt,
    UserId updatedBy) {

  /** Checks that nothing is missing. */
  public Snippet {
    requireNonNull(id, "id");
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(owner, "owner");
    requireNonNull(text, "text");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
    requireNonNull(updatedBy, "updatedBy");
  }
}
