package io.rickyard.org.http;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.project.Project;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A project on the wire. */
record ProjectForm(
    ProjectRef ref,
    long number,
    OrganizationId organization,
    String name,
    String region,
    StackProfile profile,
    Map<String, ServiceLimits> limits,
    String desired,
    Generation generation,
    Instant createdAt,
    @Nullable DriftPolicy driftPolicy,
    @Nullable String composeProject,
    @Nullable ProjectRef parent) {
  static ProjectForm of(Project project) {
    return new ProjectForm(
        project.ref(),
        project.number(),
        project.organization(),
        project.name().value(),
        project.region().code(),
        project.profile(),
        project.limits(),
        project.desired().wireName(),
        project.generation(),
        project.createdAt(),
        project.drift(),
        project.composeProject(),
        project.parent());
  }
}
