package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;

/**
 * The stack a runtime is to act on, and on whose behalf.
 *
 * @param project which one
 * @param organization whose
 * @param generation the desired state this serves; what is older is fenced off
 * @param token the claim's token, higher than any earlier claim's; what is older is fenced off
 * @param profile which services it has
 * @param secrets what its services log in and sign with
 */
public record StackSpec(
    ProjectRef project,
    OrganizationId organization,
    Generation generation,
    long token,
    StackProfile profile,
    StackSecrets secrets) {

  /** Checks that nothing is missing. */
  public StackSpec {
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(generation, "generation");
    requireNonNull(profile, "profile");
    requireNonNull(secrets, "secrets");
  }
}
