package io.rickyard.gateway.member;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A team, as org-service shows it. */
record TeamView(
    String slug, String name, Instant createdAt, List<String> members, List<Given> projects) {
  TeamView {
    requireNonNull(slug, "slug");
    requireNonNull(name, "name");
    requireNonNull(createdAt, "created_at");
    members = List.copyOf(members);
    projects = List.copyOf(projects);
  }

  /** All of an organization. */
  record All(List<TeamView> data) {
    All {
      data = List.copyOf(data);
    }
  }

  /**
   * A project that a team was given.
   *
   * @param role as what the team's members may act on it, if their own role is weaker
   */
  record Given(ProjectRef ref, String name, Role role) {
    Given {
      requireNonNull(ref, "ref");
      requireNonNull(name, "name");
      requireNonNull(role, "role");
    }
  }

  /** Who is in a team. */
  record TeamMember(String userId, @Nullable String email) {}

  /** A team, as callers see it. */
  record TeamShape(
      String slug,
      String name,
      Instant createdAt,
      List<TeamMember> members,
      List<Given> projects) {}

  /** As callers see it. */
  TeamShape shape(Map<String, String> addresses) {
    return new TeamShape(
        slug,
        name,
        createdAt,
        members.stream().map(user -> new TeamMember(user, addresses.get(user))).toList(),
        projects);
  }
}
