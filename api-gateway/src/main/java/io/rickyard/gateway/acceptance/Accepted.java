package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.gateway.upstream.ProjectView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A promise that was given.
 *
 * @param task the task
 * @param position where its command stands; null while only the outbox has it
 * @param replayed whether it was given before, under the same idempotency key
 * @param organization whose the task is
 * @param ref the project meant, where there is one
 * @param project that project as it is wanted now, where the promise changed it
 * @param at when it was given
 */
public record Accepted(
    TaskId task,
    @Nullable Position position,
    boolean replayed,
    OrganizationId organization,
    @Nullable ProjectRef ref,
    @Nullable ProjectView project,
    Instant at) {
  /** Checks that nothing required is missing. */
  public Accepted {
    requireNonNull(task, "task");
    requireNonNull(organization, "organization");
    requireNonNull(at, "at");
  }
}
