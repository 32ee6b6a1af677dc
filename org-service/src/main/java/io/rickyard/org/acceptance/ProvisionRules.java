package io.rickyard.org.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.project.Region;
import io.rickyard.org.refusal.Refusal;
import java.util.Optional;

/**
 * Which new projects are accepted.
 *
 * @param runtime what the runtime can do
 * @param defaultRegion where a project lives when nobody says otherwise
 * @param mostProjects how many projects an organization may have, deleted ones not counted
 */
public record ProvisionRules(RuntimePromise runtime, Region defaultRegion, int mostProjects) {

  /** Checks the ranges. */
  public ProvisionRules {
    requireNonNull(runtime, "runtime");
    requireNonNull(defaultRegion, "defaultRegion");
    if (mostProjects < 1) {
      throw new IllegalArgumentException("rickyard.limits.projects-per-organization starts at 1");
    }
  }

  /**
   * Why a project is refused, if it is.
   *
   * @param profile the profile it shall have
   * @param ownProjects how many projects the organization has
   * @param foreignProjects whether another organization has a project here
   */
  public Optional<Refusal> refuse(StackProfile profile, long ownProjects, boolean foreignProjects) {
    if (!runtime.profiles().contains(profile)) {
      return Optional.of(Refusal.PROFILE_NOT_AVAILABLE);
    }
    if (foreignProjects && runtime.oneOrganizationOnly()) {
      return Optional.of(Refusal.RUNTIME_NOT_ISOLATED);
    }
    if (ownProjects >= mostProjects) {
      return Optional.of(Refusal.PROJECT_LIMIT_REACHED);
    }
    return Optional.empty();
  }
}
