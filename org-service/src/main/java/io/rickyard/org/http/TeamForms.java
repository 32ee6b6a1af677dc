package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.team.Team;
import io.rickyard.org.team.TeamSlug;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Teams on the wire. */
final class TeamForms {

  private TeamForms() {}

  /** A team to be made. */
  record NewTeam(String name, @Nullable String slug) {
    NewTeam {
      requireNonNull(name, "name");
    }

    DisplayName displayName() {
      return new DisplayName(name);
    }

    @Nullable TeamSlug teamSlug() {
      return slug == null ? null : new TeamSlug(slug);
    }
  }

  /** A project that a team was given. */
  record GivenForm(ProjectRef ref, String name, Role role) {
    static GivenForm of(Team.Given given) {
      return new GivenForm(given.project(), given.name().value(), given.role());
    }
  }

  /** A team. */
  record TeamForm(
      String slug, String name, Instant createdAt, List<String> members, List<GivenForm> projects) {
    static TeamForm of(Team team) {
      return new TeamForm(
          team.slug().value(),
          team.name().value(),
          team.createdAt(),
          team.members().stream().map(Object::toString).toList(),
          team.projects().stream().map(GivenForm::of).toList());
    }
  }

  /** All of an organization. */
  record TeamList(List<TeamForm> data) {}
}
