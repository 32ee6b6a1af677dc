package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.StackProfile;
import org.jspecify.annotations.Nullable;

/**
 * The stack a runtime is to act on, and on whose behalf.
 *
 * @param project which one
 * @param organization whose
 * @param generation the desired state this serves; what is older is fenced off
 * @param token the claim's token, higher than any earlier claim's; what is older is fenced off
 * @param profile which services it has
 * @param secrets what its services log in and sign with
 * @param runtime the name of the runtime that has it; null where there is only one
 * @param origin the attempt that acts, where a task does
 */
public record StackSpec(
    ProjectRef project,
    OrganizationId organization,
    Generation generation,
    long token,
    StackProfile profile,
    StackSecrets secrets,
    @Nullable String runtime,
    @Nullable Origin origin) {

  /**
   * Which attempt acts.
   *
   * @param task the task
   * @param attempt which try
   */
  public record Origin(TaskId task, Attempt attempt) {
    /** Checks that nothing is missing. */
    public Origin {
      requireNonNull(task, "task");
      requireNonNull(attempt, "attempt");
    }
  }

  /** One on which nobody's task acts. */
  public StackSpec(
      ProjectRef project,
      OrganizationId organization,
      Generation generation,
      long token,
      StackProfile profile,
      StackSecrets secrets) {
    this(project, organization, generation, token, profile, secrets, null, null);
  }

  /** Checks that nothing is missing. */
  public StackSpec {
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(generation, "generation");
    requireNonNull(profile, "profile");
    requireNonNull(secrets, "secrets");
  }
}
