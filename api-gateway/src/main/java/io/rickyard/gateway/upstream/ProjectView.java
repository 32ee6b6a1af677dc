package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project's desired state, as org-service has it.
 *
 * @param ref its reference
 * @param number the integer that some clients want
 * @param organization whose it is
 * @param name its name, for people
 * @param region its region's code
 * @param profile which services it has
 * @param limits what its services may use, where that is not what their blueprints say
 * @param desired active, paused or deleted
 * @param generation how often that was decided
 * @param createdAt when it was accepted
 * @param driftPolicy what is done when it differs from what it should be; null leaves it to the
 *     installation
 * @param composeProject what compose calls the stack it was made of, where it was adopted
 * @param parent the project that it is a branch of, where it is one
 */
public record ProjectView(
    ProjectRef ref,
    Long number,
    OrganizationId organization,
    String name,
    String region,
    StackProfile profile,
    Map<String, ServiceLimits> limits,
    String desired,
    Long generation,
    Instant createdAt,
    @Nullable DriftPolicy driftPolicy,
    @Nullable String composeProject,
    @Nullable ProjectRef parent) {
  /** Checks that nothing is missing. */
  public ProjectView {
    requireNonNull(ref, "ref");
    requireNonNull(number, "number");
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(region, "region");
    requireNonNull(profile, "profile");
    limits = limits == null ? Map.of() : Map.copyOf(limits);
    requireNonNull(desired, "desired");
    requireNonNull(generation, "generation");
    requireNonNull(createdAt, "created_at");
  }

  /** Whether it shall be there, now or once it is resumed. */
  public boolean wanted() {
    return !desired.equals("deleted");
  }
}
