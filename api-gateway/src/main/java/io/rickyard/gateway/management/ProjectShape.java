package io.rickyard.gateway.management;

import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.gateway.upstream.ProjectView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project, as the Management API shows it, and after {@code database} what only we know.
 *
 * @param id its reference
 * @param ref the same
 * @param organizationId whose it is
 * @param organizationSlug the same
 * @param name its name, for people
 * @param region its region's code
 * @param createdAt when it was accepted
 * @param status how it is
 * @param database where its database listens
 * @param number the integer that some clients want
 * @param profile which services it has
 * @param limits what its services may use, where that is not what their blueprints say
 * @param generation how often its desired state was decided
 * @param desired how it should be
 * @param statusReason why it is as it is
 * @param statusSince since when
 * @param deadline until when it may be so
 * @param services what was seen of each service
 * @param task the last task that changed it
 * @param driftPolicy what is done when its stack differs from what it should be; null leaves it to
 *     the installation
 * @param composeProject what compose calls the stack it was made of, where it was adopted
 * @param parentProjectRef the project that it is a branch of, where it is one
 */
record ProjectShape(
    String id,
    String ref,
    String organizationId,
    String organizationSlug,
    String name,
    String region,
    Instant createdAt,
    StackStatus status,
    DatabaseShape database,
    long number,
    StackProfile profile,
    Map<String, ServiceLimits> limits,
    long generation,
    String desired,
    @Nullable String statusReason,
    @Nullable Instant statusSince,
    @Nullable Instant deadline,
    List<ServiceHealth> services,
    @Nullable String task,
    @Nullable DriftPolicy driftPolicy,
    @Nullable String composeProject,
    @Nullable String parentProjectRef) {

  static ProjectShape of(ProjectView project, Observed observed) {
    var stack = observed.stack();
    return new ProjectShape(
        project.ref().value(),
        project.ref().value(),
        project.organization().value(),
        project.organization().value(),
        project.name(),
        project.region(),
        project.createdAt(),
        observed.status(),
        DatabaseShape.of(stack == null ? null : stack.database()),
        project.number(),
        project.profile(),
        project.limits(),
        project.generation(),
        project.desired(),
        observed.reason(),
        stack == null ? null : stack.since(),
        stack == null ? null : stack.deadline(),
        stack == null ? List.of() : stack.services(),
        stack == null ? null : stack.task(),
        project.driftPolicy(),
        project.composeProject(),
        project.parent() == null ? null : project.parent().value());
  }

  /** What a rename or a deletion is answered with; here the id is the number. */
  record Brief(long id, String ref, String name) {
    static Brief of(ProjectView project) {
      return new Brief(project.number(), project.ref().value(), project.name());
    }
  }
}
