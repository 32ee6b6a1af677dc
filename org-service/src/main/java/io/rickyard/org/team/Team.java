package io.rickyard.org.team;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members of an organization, and the projects on which they act as more than members.
 *
 * @param id its id
 * @param organization whose it is
 * @param slug its name in paths
 * @param name its name, for people
 * @param createdAt since when
 * @param members who is in it
 * @param projects what it was given
 */
public record Team(
    TeamId id,
    OrganizationId organization,
    TeamSlug slug,
    DisplayName name,
    Instant createdAt,
    List<UserId> members,
    List<Given> projects) {

  /**
   * A project that a team was given.
   *
   * @param project which one
   * @param name its name, for people
   * @param role as what the team's members may act on it
   */
  public record Given(ProjectRef project, DisplayName name, Role role) {
    /** Checks that nothing required is missing. */
    public Given {
      requireNonNull(project, "project");
      requireNonNull(name, "name");
      var _ = checked(role);
    }
  }

  /** Checks that nothing required is missing. */
  public Team {
    requireNonNull(id, "id");
    requireNonNull(organization, "organization");
    requireNonNull(slug, "slug");
    requireNonNull(name, "name");
    requireNonNull(createdAt, "createdAt");
    members = List.copyOf(members);
    projects = List.copyOf(projects);
  }

  /** A new one; its slug is made of its name when there is none. */
  public static Team made(
      OrganizationId organization, @Nullable TeamSlug slug, DisplayName name, Instant at) {
    return new Team(
        TeamId.next(),
        organization,
        slug == null ? TeamSlug.of(name) : slug,
        name,
        at,
        List.of(),
        List.of());
  }

  /** A role that a team can have; throws {@link IllegalArgumentException} when it is too strong. */
  public static Role checked(Role role) {
    if (!requireNonNull(role, "role").ofTeams()) {
      throw new IllegalArgumentException("A team acts as developer or member on a project");
    }
    return role;
  }
}
