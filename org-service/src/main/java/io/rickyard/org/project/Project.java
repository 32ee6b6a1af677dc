package io.rickyard.org.project;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.organization.DisplayName;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project as it shall be.
 *
 * @param ref its reference, never given to another
 * @param number the same as a number, where a client wants an integer
 * @param organization whose it is
 * @param name its name, for people
 * @param region where it lives
 * @param profile which services it has
 * @param limits what its services may use, where that is not what their blueprints say
 * @param desired what it shall be
 * @param generation counts its desired states
 * @param createdAt when it was accepted
 * @param drift what is done when it differs from what it should be; null leaves it to the
 *     installation
 * @param composeProject what compose calls the stack it was made of, where it was adopted
 * @param parent the project that it is a branch of, where it is one
 */
public record Project(
    ProjectRef ref,
    long number,
    OrganizationId organization,
    DisplayName name,
    Region region,
    StackProfile profile,
    Map<String, ServiceLimits> limits,
    DesiredState desired,
    Generation generation,
    Instant createdAt,
    @Nullable DriftPolicy drift,
    @Nullable String composeProject,
    @Nullable ProjectRef parent) {

  /** Checks that nothing required is missing. */
  public Project {
    requireNonNull(ref, "ref");
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(region, "region");
    requireNonNull(profile, "profile");
    limits = Map.copyOf(limits);
    requireNonNull(desired, "desired");
    requireNonNull(generation, "generation");
    requireNonNull(createdAt, "createdAt");
  }

  /** Whether its stack is its owner's and only looked after here. */
  public boolean adopted() {
    return composeProject != null;
  }

  /** The same project with its next desired state. */
  public Project wanting(DesiredState next) {
    return new Project(
        ref,
        number,
        organization,
        name,
        region,
        profile,
        limits,
        next,
        generation.next(),
        createdAt,
        drift,
        composeProject,
        parent);
  }

  /** The same project under another name; no desired state changes with it. */
  public Project named(DisplayName other) {
    return new Project(
        ref,
        number,
        organization,
        other,
        region,
        profile,
        limits,
        desired,
        generation,
        createdAt,
        drift,
        composeProject,
        parent);
  }

  /** The same project under another policy; no desired state changes with it. */
  public Project under(@Nullable DriftPolicy other) {
    return new Project(
        ref,
        number,
        organization,
        name,
        region,
        profile,
        limits,
        desired,
        generation,
        createdAt,
        other,
        composeProject,
        parent);
  }

  /** The same project with other services or limits, as part of a new desired state. */
  public Project sized(StackProfile other, Map<String, ServiceLimits> otherLimits) {
    return new Project(
        ref,
        number,
        organization,
        name,
        region,
        other,
        otherLimits,
        desired,
        generation,
        createdAt,
        drift,
        composeProject,
        parent);
  }
}
