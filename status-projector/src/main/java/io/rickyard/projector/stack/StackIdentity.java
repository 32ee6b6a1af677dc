package io.rickyard.projector.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import org.jspecify.annotations.Nullable;

/**
 * What every message about a stack tells beside its events.
 *
 * @param project whose stack it is
 * @param organization whose project it is, where that is known
 * @param generation the desired state that is meant
 */
public record StackIdentity(
    ProjectRef project, @Nullable OrganizationId organization, @Nullable Generation generation) {
  /** Checks that nothing required is missing. */
  public StackIdentity {
    requireNonNull(project, "project");
  }
}
