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
 * @param keptFrom the oldest desired state whose containers are still in use
 * @param token the claim's token, higher than any earlier claim's; what is older is fenced off
 * @param size which services it has, and what they may use
 * @param secrets what its services log in and sign with
 * @param runtime the name of the runtime that has it; null where there is only one
 * @param origin the attempt that acts, where a task does
 */
public record StackSpec(
    ProjectRef project,
    OrganizationId organization,
    Generation generation,
    Generation keptFrom,
    long token,
    StackSize size,
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
    this(
        project,
        organization,
        generation,
        generation,
        token,
        StackSize.of(profile),
        secrets,
        null,
        null);
  }

  /** What is done for a stack without a task, under the claim that acted on it last. */
  public static StackSpec of(StackRecord stack, StackSecrets secrets) {
    return new StackSpec(
        stack.project(),
        stack.organization(),
        stack.generation(),
        stack.keptFrom(),
        stack.token(),
        stack.size(),
        secrets,
        stack.runtime(),
        null);
  }

  /** Checks that nothing is missing. */
  public StackSpec {
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(generation, "generation");
    if (keptFrom.compareTo(generation) > 0) {
      throw new IllegalArgumentException("Nothing is kept of what is still to come");
    }
    requireNonNull(size, "size");
    requireNonNull(secrets, "secrets");
  }

  /** Which services it has. */
  public StackProfile profile() {
    return size.profile();
  }

  /** What its services are told that differs from its release. */
  public StackSettings settings() {
    return secrets.settings();
  }

  /** The same with another size. */
  public StackSpec sized(StackSize other) {
    return new StackSpec(
        project, organization, generation, keptFrom, token, other, secrets, runtime, origin);
  }

  /** Whether what was made for a desired state is still in use. */
  public boolean keeps(long made) {
    return made >= keptFrom.value() && made <= generation.value();
  }

  /** The same where what was made for earlier desired states is still in use. */
  public StackSpec keepingFrom(Generation earlier) {
    return new StackSpec(
        project, organization, generation, earlier, token, size, secrets, runtime, origin);
  }
}
