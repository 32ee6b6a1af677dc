package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A branch, as org-service has it.
 *
 * @param id names it
 * @param project the project that it is
 * @param parent the project that it was made of
 * @param organization whose both are
 * @param name what it is called
 * @param gitBranch the branch of the repository that it stands for
 * @param prNumber the pull request that it is for
 * @param persistent whether it is meant to stay
 * @param task the last task that brings migrations into it
 * @param createdAt when it was accepted
 * @param updatedAt when it was changed last
 */
public record BranchView(
    UUID id,
    ProjectRef project,
    ProjectRef parent,
    OrganizationId organization,
    String name,
    @Nullable String gitBranch,
    @Nullable Integer prNumber,
    boolean persistent,
    TaskId task,
    Instant createdAt,
    Instant updatedAt) {
  /** Checks that nothing is missing. */
  public BranchView {
    requireNonNull(id, "id");
    requireNonNull(project, "project");
    requireNonNull(parent, "parent");
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(task, "task");
    requireNonNull(createdAt, "created_at");
    requireNonNull(updatedAt, "updated_at");
  }
}
