package io.rickyard.gateway.management;

import io.rickyard.contracts.stack.StackStatus;
import java.time.Instant;
import java.util.List;

/**
 * An organization's projects, as the Management API pages them.
 *
 * @param projects the page
 * @param pagination where in the whole it stands
 */
record OrganizationProjectsShape(List<Project> projects, Pagination pagination) {

  static OrganizationProjectsShape of(List<ProjectShape> all, int limit, int offset) {
    return new OrganizationProjectsShape(
        all.stream().skip(offset).limit(limit).map(Project::of).toList(),
        new Pagination(all.size(), limit, offset));
  }

  /** Where a page stands in the whole. */
  record Pagination(int count, int limit, int offset) {}

  /** A project in such a list. */
  record Project(
      String ref,
      String name,
      String cloudProvider,
      String region,
      boolean isBranch,
      StackStatus status,
      Instant insertedAt,
      List<Database> databases) {

    static Project of(ProjectShape project) {
      return new Project(
          project.ref(),
          project.name(),
          RegionsShape.PROVIDER,
          project.region(),
          project.parentProjectRef() != null,
          project.status(),
          project.createdAt(),
          List.of(Database.of(project)));
    }
  }

  /** The one database that a project has. */
  record Database(
      String identifier, String type, String region, String cloudProvider, StackStatus status) {
    static Database of(ProjectShape project) {
      return new Database(
          project.ref(), "PRIMARY", project.region(), RegionsShape.PROVIDER, project.status());
    }
  }
}
