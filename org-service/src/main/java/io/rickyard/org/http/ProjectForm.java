package io.rickyard.org.http;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.project.Project;
import java.time.Instant;

/** A project on the wire. */
record ProjectForm(
    ProjectRef ref,
    long number,
    OrganizationId organization,
    String name,
    String region,
    StackProfile profile,
    String desired,
    Generation generation,
    Instant createdAt) {
  static ProjectForm of(Project project) {
    return new ProjectForm(
        project.ref(),
        project.number(),
        project.organization(),
        project.name().value(),
        project.region().code(),
        project.profile(),
        project.desired().wireName(),
        project.generation(),
        project.createdAt());
  }
}
