package io.rickyard.worker.membership;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which members act on which projects as more than their organization's role says, because of the
 * teams they are in. A team gives nothing outside of its organization. Applying an event twice
 * changes nothing.
 *
 * <p>What a team was given outlives the project's deregistration: the task that takes the stack
 * down comes after it, and starts with the same right.
 */
final class TeamGrants {

  private record Team(OrganizationId organization, String id) {}

  private final Map<Team, Set<String>> members = new ConcurrentHashMap<>();
  private final Map<ProjectRef, Map<Team, Role>> given = new ConcurrentHashMap<>();

  /** Takes in what happened to teams of an organization, or that a member left it. */
  void apply(OrganizationId organization, OrganizationEvent event) {
    switch (event) {
      case OrganizationEvent.TeamMemberAdded e ->
          members.compute(
              new Team(organization, e.teamId()), (_, before) -> with(before, e.userId()));
      case OrganizationEvent.TeamMemberRemoved e ->
          members.computeIfPresent(
              new Team(organization, e.teamId()), (_, before) -> without(before, e.userId()));
      case OrganizationEvent.TeamProjectGiven e ->
          given.compute(
              e.project(),
              (_, before) -> with(before, new Team(organization, e.teamId()), e.role()));
      case OrganizationEvent.TeamProjectTaken e -> take(e.project(), organization, e.teamId());
      case OrganizationEvent.TeamDeleted e -> {
        members.remove(new Team(organization, e.teamId()));
        given.keySet().forEach(project -> take(project, organization, e.teamId()));
      }
      case OrganizationEvent.MemberRemoved e ->
          members.replaceAll((team, before) ->
              team.organization().equals(organization) ? without(before, e.userId()) : before);
      case OrganizationEvent.TeamCreated _,
          OrganizationEvent.OrganizationCreated _,
          OrganizationEvent.MemberAdded _,
          OrganizationEvent.MemberRoleChanged _,
          OrganizationEvent.ProjectRegistered _,
          OrganizationEvent.ProjectRenamed _,
          OrganizationEvent.ProjectDriftPolicyChosen _,
          OrganizationEvent.ProjectDeregistered _,
          OrganizationEvent.DomainAttached _,
          OrganizationEvent.DomainDetached _ -> {}
    }
  }

  /** Whether one of the teams that somebody is in lets them do it on the project. */
  boolean may(
      OrganizationId organization, ProjectRef project, String userId, Permission permission) {
    return given.getOrDefault(project, Map.of()).entrySet().stream()
        .filter(entry -> entry.getKey().organization().equals(organization))
        .filter(entry -> entry.getValue().may(permission))
        .anyMatch(entry -> members.getOrDefault(entry.getKey(), Set.of()).contains(userId));
  }

  private void take(ProjectRef project, OrganizationId organization, String teamId) {
    given.computeIfPresent(
        project,
        (_, before) -> {
          Map<Team, Role> left = new HashMap<>(before);
          left.remove(new Team(organization, teamId));
          return left.isEmpty() ? null : Map.copyOf(left);
        });
  }

  private static Map<Team, Role> with(@Nullable Map<Team, Role> before, Team team, Role role) {
    Map<Team, Role> more = before == null ? new HashMap<>() : new HashMap<>(before);
    more.put(team, role);
    return Map.copyOf(more);
  }

  private static Set<String> with(@Nullable Set<String> before, String user) {
    Set<String> more = before == null ? new HashSet<>() : new HashSet<>(before);
    more.add(user);
    return Set.copyOf(more);
  }

  private static Set<String> without(Set<String> before, String user) {
    if (!before.contains(user)) {
      return before;
    }
    Set<String> left = new HashSet<>(before);
    left.remove(user);
    return Set.copyOf(left);
  }
}
