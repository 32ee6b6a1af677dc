package io.rickyard.org.acceptance;

import io.rickyard.contracts.stack.StackProfile;
import java.util.Set;

/**
 * What the runtime that will build the stacks can do, as this installation is set up.
 *
 * @param profiles the profiles it offers
 * @param isolatesProjects whether each project has an operating system user, container or machine
 *     of its own
 * @param sharedTrust whether projects of several organizations may share one trust domain all the
 *     same
 */
public record RuntimePromise(
    Set<StackProfile> profiles, boolean isolatesProjects, boolean sharedTrust) {

  /** Checks that there is a profile. */
  public RuntimePromise {
    profiles = Set.copyOf(profiles);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("rickyard.runtime.profiles names no profile");
    }
  }

  /** Whether all projects must belong to one organization. */
  public boolean oneOrganizationOnly() {
    return !isolatesProjects && !sharedTrust;
  }
}
