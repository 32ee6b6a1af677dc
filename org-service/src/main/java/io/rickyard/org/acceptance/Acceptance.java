package io.rickyard.org.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.org.project.Project;
import org.jspecify.annotations.Nullable;

/**
 * A promise: the task will be done, whatever fails from now on.
 *
 * @param taskId the task
 * @param organization whose it is
 * @param replayed whether it was promised before, to the same request
 * @param outboxId names the command until it was sent
 * @param project the project as it shall be, where the task changes one
 * @param command what is to be sent; nothing when it was sent already
 * @param position where the command stands, when that is known already
 */
public record Acceptance(
    TaskId taskId,
    OrganizationId organization,
    boolean replayed,
    OutboxId outboxId,
    @Nullable Project project,
    @Nullable SignedCommand command,
    @Nullable String position) {
  /** Checks that nothing required is missing. */
  public Acceptance {
    requireNonNull(taskId, "taskId");
    requireNonNull(organization, "organization");
    requireNonNull(outboxId, "outboxId");
  }
}
