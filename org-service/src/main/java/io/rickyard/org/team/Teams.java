package io.rickyard.org.team;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The teams of organizations. What the one who asks may not know of is refused as if there were no
 * such thing.
 */
public interface Teams {

  /** All of an organization, by their slugs. */
  List<Team> of(UserId user, OrganizationId organization);

  /** One of them. */
  Team get(UserId user, OrganizationId organization, TeamSlug slug);

  /**
   * Keeps a new one.
   *
   * @param key under which a repetition finds the first one
   */
  Once<TeamSlug> create(Deed deed, @Nullable IdempotencyKey key, Team team);

  /** Gives it another name; its slug stays. */
  Team rename(Deed deed, OrganizationId organization, TeamSlug slug, DisplayName name);

  /** Deletes it, and with it what it gave. */
  void delete(Deed deed, OrganizationId organization, TeamSlug slug);

  /** Takes a member of the organization in; one who is in it already stays. */
  Team add(Deed deed, OrganizationId organization, TeamSlug slug, UserId member);

  /** Takes somebody out of it. */
  Team remove(Deed deed, OrganizationId organization, TeamSlug slug, UserId member);

  /** Gives it a project of the organization, or another role on one it has. */
  Team give(Deed deed, OrganizationId organization, TeamSlug slug, ProjectRef project, Role role);

  /** Takes a project from it. */
  Team take(Deed deed, OrganizationId organization, TeamSlug slug, ProjectRef project);
}
