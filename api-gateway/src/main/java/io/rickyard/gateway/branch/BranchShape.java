package io.rickyard.gateway.branch;

import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.gateway.upstream.BranchView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A branch, as the Management API shows it, and after {@code preview_project_status} what only we
 * know.
 *
 * @param id names it
 * @param name what it is called
 * @param projectRef the project that it is
 * @param parentProjectRef the project that it was made of
 * @param isDefault never: a project is not among its own branches
 * @param gitBranch the branch of the repository that it stands for
 * @param prNumber the pull request that it is for
 * @param persistent whether it is meant to stay
 * @param status how its migrations stand
 * @param createdAt when it was accepted
 * @param updatedAt when it was changed last, or migrations were brought
 * @param withData never: there are no backups to make it of
 * @param previewProjectStatus how its project is
 * @param task the last task that brings it migrations
 * @param statusReason why it failed, where it did
 */
record BranchShape(
    UUID id,
    String name,
    String projectRef,
    String parentProjectRef,
    boolean isDefault,
    @Nullable String gitBranch,
    @Nullable Integer prNumber,
    boolean persistent,
    BranchStatus status,
    Instant createdAt,
    Instant updatedAt,
    boolean withData,
    StackStatus previewProjectStatus,
    String task,
    @Nullable String statusReason) {

  static BranchShape of(BranchView branch, BranchObservations.Seen seen) {
    return new BranchShape(
        branch.id(),
        branch.name(),
        branch.project().value(),
        branch.parent().value(),
        false,
        branch.gitBranch(),
        branch.prNumber(),
        branch.persistent(),
        seen.status(),
        branch.createdAt(),
        branch.updatedAt(),
        false,
        seen.project(),
        branch.task().toString(),
        seen.reason());
  }
}
