package io.rickyard.org.project;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.organization.DisplayName;
import java.time.Instant;

/**
 * A project as it shall be.
 *
 * @param ref its reference, never given to another
 * @param number the same as a number, where a client wants an integer
 * @param organization whose it is
 * @param name its name, for people
 * @param region where it lives
 * @param profile which services it has
 * @param desired what it shall be
 * @param generation counts its desired states
 * @param createdAt when it was accepted
 */
public record Project(
    ProjectRef ref,
    long number,
    OrganizationId organization,
    DisplayName name,
    Region region,
    StackProfile profile,
    DesiredState desired,
    Generation generation,
    Instant createdAt) {

  /** Checks that nothing required is missing. */
  public Project {
    requireNonNull(ref, "ref");
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(region, "region");
    requireNonNull(profile, "profile");
    requireNonNull(desired, "desired");
    requireNonNull(generation, "generation");
    requireNonNull(createdAt, "createdAt");
  }

  /** The same project with its next desired state. */
  public Project wanting(DesiredState next) {
    return new Project(
        ref, number, organization, name, region, profile, next, generation.next(), createdAt);
  }

  /** The same project under another name; no desired state changes with it. */
  public Project named(DisplayName other) {
    return new Project(
        ref, number, organization, other, region, profile, desired, generation, createdAt);
  }
}
