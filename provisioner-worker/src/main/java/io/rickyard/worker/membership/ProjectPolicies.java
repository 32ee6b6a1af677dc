package io.rickyard.worker.membership;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.worker.stack.DriftPolicies;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What projects want to be done about drift. Applying an event twice changes nothing. */
public final class ProjectPolicies implements DriftPolicies {

  private final DriftPolicy usual;
  private final Map<ProjectRef, DriftPolicy> chosen = new ConcurrentHashMap<>();

  /**
   * Those of all projects.
   *
   * @param usual what is done where a project does not say
   */
  public ProjectPolicies(DriftPolicy usual) {
    this.usual = usual;
  }

  /** Takes in what happened to an organization. */
  public void apply(OrganizationEvents events) {
    for (OrganizationEvent event : events.events()) {
      switch (event) {
        case OrganizationEvent.ProjectDriftPolicyChosen e -> choose(e);
        case OrganizationEvent.ProjectDeregistered e -> chosen.remove(e.project());
        case OrganizationEvent.OrganizationCreated _,
            OrganizationEvent.MemberAdded _,
            OrganizationEvent.MemberRoleChanged _,
            OrganizationEvent.MemberRemoved _,
            OrganizationEvent.ProjectRegistered _,
            OrganizationEvent.ProjectRenamed _,
            OrganizationEvent.TeamCreated _,
            OrganizationEvent.TeamDeleted _,
            OrganizationEvent.TeamMemberAdded _,
            OrganizationEvent.TeamMemberRemoved _,
            OrganizationEvent.TeamProjectGiven _,
            OrganizationEvent.TeamProjectTaken _,
            OrganizationEvent.DomainAttached _,
            OrganizationEvent.DomainDetached _ -> {}
      }
    }
  }

  private void choose(OrganizationEvent.ProjectDriftPolicyChosen event) {
    var policy = event.policy();
    if (policy == null) {
      chosen.remove(event.project());
    } else {
      chosen.put(event.project(), policy);
    }
  }

  @Override
  public DriftPolicy of(ProjectRef project) {
    return chosen.getOrDefault(project, usual);
  }
}
