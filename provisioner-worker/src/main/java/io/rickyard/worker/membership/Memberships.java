package io.rickyard.worker.membership;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RightsCheck;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The members of all organizations. Applying an event twice changes nothing. */
public final class Memberships implements RightsCheck {

  private record Member(OrganizationId organization, String userId) {}

  /** Empty for somebody who was a member and is not any more. */
  private final Map<Member, Optional<Role>> roles = new ConcurrentHashMap<>();

  private final TeamGrants teams = new TeamGrants();

  /** Takes in what happened to an organization. */
  public void apply(OrganizationEvents events) {
    for (OrganizationEvent event : events.events()) {
      switch (event) {
        case OrganizationEvent.MemberAdded e ->
            roles.put(new Member(events.organizationId(), e.userId()), Optional.of(e.role()));
        case OrganizationEvent.MemberRoleChanged e ->
            roles.put(new Member(events.organizationId(), e.userId()), Optional.of(e.role()));
        case OrganizationEvent.MemberRemoved e -> {
          roles.put(new Member(events.organizationId(), e.userId()), Optional.empty());
          teams.apply(events.organizationId(), e);
        }
        case OrganizationEvent.TeamCreated _,
            OrganizationEvent.TeamDeleted _,
            OrganizationEvent.TeamMemberAdded _,
            OrganizationEvent.TeamMemberRemoved _,
            OrganizationEvent.TeamProjectGiven _,
            OrganizationEvent.TeamProjectTaken _ ->
            teams.apply(events.organizationId(), event);
        case OrganizationEvent.OrganizationCreated _,
            OrganizationEvent.ProjectRegistered _,
            OrganizationEvent.ProjectRenamed _,
            OrganizationEvent.ProjectDriftPolicyChosen _,
            OrganizationEvent.ProjectDeregistered _,
            OrganizationEvent.DomainAttached _,
            OrganizationEvent.DomainDetached _ -> {}
      }
    }
  }

  /** Whether somebody may do something, as far as this worker has heard. */
  public boolean may(OrganizationId organization, String userId, Permission permission) {
    return role(organization, userId).filter(held -> held.may(permission)).isPresent();
  }

  /** The same on a project of the organization's, where a team may have given the right. */
  public boolean may(
      OrganizationId organization, ProjectRef project, String userId, Permission permission) {
    return role(organization, userId)
        .filter(held -> held.may(permission) || given(organization, project, userId, permission))
        .isPresent();
  }

  private boolean given(
      OrganizationId organization,
      @Nullable ProjectRef project,
      String userId,
      Permission permission) {
    return project != null
        && permission.ofProject()
        && teams.may(organization, project, userId, permission);
  }

  /** Somebody's role, as far as this worker has heard. */
  public Optional<Role> role(OrganizationId organization, String userId) {
    return roles.getOrDefault(new Member(organization, userId), Optional.empty());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Who was never heard of may have joined a moment ago; who was removed or made a mere member
   * is known. A mere member acts as what their teams give on the task's project.
   */
  @Override
  public boolean lost(
      OrganizationId organization, @Nullable ProjectRef project, Actor actor, TaskType type) {
    String principal = actor.principal();
    if (principal == null) {
      return false;
    }
    Optional<Role> role = roles.get(new Member(organization, principal));
    if (role == null) {
      return false;
    }
    return role.filter(held ->
            held.may(Permission.TASK_CREATE)
                || given(organization, project, principal, Permission.TASK_CREATE))
        .isEmpty();
  }
}
