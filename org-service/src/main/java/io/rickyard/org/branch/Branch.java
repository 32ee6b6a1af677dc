package io.rickyard.org.branch;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import java.time.Instant;

/**
 * A branch.
 *
 * @param id names it
 * @param project the project that it is
 * @param parent the project that it was made of
 * @param organization whose both are
 * @param note what people say of it
 * @param task the last task that brings migrations into it
 * @param createdAt when it was accepted
 * @param updatedAt when it was changed last, or migrations were brought
 */
public record Branch(
    BranchId id,
    ProjectRef project,
    ProjectRef parent,
    OrganizationId organization,
    BranchNote note,
    TaskId task,
    Instant createdAt,
    Instant updatedAt) {

  /** Checks that nothing is missing. */
  public Branch {
    requireNonNull(id, "id");
    requireNonNull(project, "project");
    requireNonNull(parent, "parent");
    requireNonNull(organization, "organization");
    requireNonNull(note, "note");
    requireNonNull(task, "task");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }
}
