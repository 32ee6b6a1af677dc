package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQL that somebody keeps, as org-service has it.
 *
 * @param id names it
 * @param project beside which project
 * @param organization whose that is
 * @param owner who keeps it
 * @param name what it is called
 * @param description what it is for
 * @param sql the SQL
 * @param visibility user or project
 * @param favorite whether its owner likes it
 * @param createdAt since when
 * @param updatedAt when it was changed last
 * @param updatedBy by whom
 */
public record SnippetView(
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
  /** Checks that nothing is missing. */
  public SnippetView {
    requireNonNull(id, "id");
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(owner, "owner");
    requireNonNull(name, "name");
    requireNonNull(sql, "sql");
    requireNonNull(visibility, "visibility");
    requireNonNull(createdAt, "created_at");
    requireNonNull(updatedAt, "updated_at");
    requireNonNull(updatedBy, "updated_by");
  }

  @Override
  public String toString() {
    return "SnippetView[" + id + "]";
  }
}
