package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskInput;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a task.
 *
 * @param taskId the task
 * @param input what it does
 * @param organization whose it is
 * @param project the project it is about, where there is one
 * @param generation the desired state it brings about, where it changes a project
 * @param actor who asked for it
 * @param attempt which try this is
 * @param token the claim's token, higher than any earlier claim's
 */
public record TaskRun(
    TaskId taskId,
    TaskInput input,
    OrganizationId organization,
    @Nullable ProjectRef project,
    @Nullable Generation generation,
    Actor actor,
    Attempt attempt,
    long token) {
  /** Checks that nothing required is missing. */
  public TaskRun {
    requireNonNull(taskId, "taskId");
    requireNonNull(input, "input");
    requireNonNull(organization, "organization");
    requireNonNull(actor, "actor");
    requireNonNull(attempt, "attempt");
  }
}
