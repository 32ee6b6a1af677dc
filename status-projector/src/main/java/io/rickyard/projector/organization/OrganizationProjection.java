package io.rickyard.projector.organization;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.organization.OrganizationEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an organization looks like after its events. */
public final class OrganizationProjection {

  private OrganizationProjection() {}

  /** The organization after one more event. */
  public static OrganizationView evolve(
      @Nullable OrganizationView organization, OrganizationEvent event, OrganizationId id) {
    OrganizationView before =
        organization == null
            ? new OrganizationView(id, id.value(), Map.of(), Map.of(), Version.NONE)
            : organization;
    OrganizationView next =
        switch (event) {
          case OrganizationEvent.OrganizationCreated e -> before.called(e.name());
          case OrganizationEvent.MemberAdded e -> before.withMember(e.userId(), e.role());
          case OrganizationEvent.MemberRoleChanged e -> before.withMember(e.userId(), e.role());
          case OrganizationEvent.MemberRemoved e -> before.withoutMember(e.userId());
          case OrganizationEvent.ProjectRegistered e ->
              before.withProject(e.project(), e.name(), e.at());
          case OrganizationEvent.ProjectRenamed e ->
              before.withProject(e.project(), e.name(), null);
          // Its stack is shown until nothing of it is left, which the stack's own events tell.
          case OrganizationEvent.ProjectDeregistered _ -> before;
          // Who asks for a project's domains asks org-service.
          case OrganizationEvent.DomainAttached _, OrganizationEvent.DomainDetached _ -> before;
          // What a team adds is never sight, which is all that is asked here.
          case OrganizationEvent.TeamCreated _,
              OrganizationEvent.TeamDeleted _,
              OrganizationEvent.TeamMemberAdded _,
              OrganizationEvent.TeamMemberRemoved _,
              OrganizationEvent.TeamProjectGiven _,
              OrganizationEvent.TeamProjectTaken _ ->
              before;
          // The worker acts on it; org-service tells it to who asks.
          case OrganizationEvent.ProjectDriftPolicyChosen _ -> before;
        };
    return next.at(before.version().next());
  }
}
