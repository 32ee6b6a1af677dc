package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the worker remembers of a stack.
 *
 * @param project which one
 * @param organization whose
 * @param profile which services it has
 * @param generation the desired state that was last acted on
 * @param state where it stands
 * @param everActive whether it was ever seen to work, so that its data are worth keeping
 * @param database where its database was seen to listen last
 * @param observedAt when it was looked at last
 */
public record StackRecord(
    ProjectRef project,
    OrganizationId organization,
    StackProfile profile,
    Generation generation,
    StackState state,
    boolean everActive,
    @Nullable DatabaseEndpoint database,
    @Nullable Instant observedAt) {
  /** Checks that nothing required is missing. */
  public StackRecord {
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(profile, "profile");
    requireNonNull(generation, "generation");
    requireNonNull(state, "state");
  }
}
