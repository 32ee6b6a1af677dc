package io.rickyard.contracts.organization;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to an organization, its members and its projects. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = OrganizationEvent.OrganizationCreated.class, name = "created"),
  @JsonSubTypes.Type(value = OrganizationEvent.MemberAdded.class, name = "member_added"),
  @JsonSubTypes.Type(
      value = OrganizationEvent.MemberRoleChanged.class,
      name = "member_role_changed"),
  @JsonSubTypes.Type(value = OrganizationEvent.MemberRemoved.class, name = "member_removed"),
  @JsonSubTypes.Type(
      value = OrganizationEvent.ProjectRegistered.class,
      name = "project_registered"),
  @JsonSubTypes.Type(value = OrganizationEvent.ProjectRenamed.class, name = "project_renamed"),
  @JsonSubTypes.Type(
      value = OrganizationEvent.ProjectDeregistered.class,
      name = "project_deregistered"),
  @JsonSubTypes.Type(value = OrganizationEvent.DomainAttached.class, name = "domain_attached"),
  @JsonSubTypes.Type(value = OrganizationEvent.DomainDetached.class, name = "domain_detached"),
  @JsonSubTypes.Type(
      value = OrganizationEvent.ProjectDriftPolicyChosen.class,
      name = "project_drift_policy_chosen"),
  @JsonSubTypes.Type(value = OrganizationEvent.TeamCreated.class, name = "team_created"),
  @JsonSubTypes.Type(value = OrganizationEvent.TeamDeleted.class, name = "team_deleted"),
  @JsonSubTypes.Type(value = OrganizationEvent.TeamMemberAdded.class, name = "team_member_added"),
  @JsonSubTypes.Type(
      value = OrganizationEvent.TeamMemberRemoved.class,
      name = "team_member_removed"),
  @JsonSubTypes.Type(value = OrganizationEvent.TeamProjectGiven.class, name = "team_project_given"),
  @JsonSubTypes.Type(value = OrganizationEvent.TeamProjectTaken.class, name = "team_project_taken")
})
public sealed interface OrganizationEvent {

  /** When it happened. */
  Instant at();

  /**
   * It came into being.
   *
   * @param at when it happened
   * @param name its name, for people
   */
  record OrganizationCreated(Instant at, String name) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public OrganizationCreated {
      requireNonNull(at, "at");
      requireNonNull(name, "name");
    }
  }

  /**
   * A person became a member.
   *
   * @param at when it happened
   * @param userId who
   * @param role as what
   */
  record MemberAdded(Instant at, String userId, Role role) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public MemberAdded {
      requireNonNull(at, "at");
      requireNonNull(userId, "user_id");
      requireNonNull(role, "role");
    }
  }

  /**
   * A member got another role.
   *
   * @param at when it happened
   * @param userId who
   * @param role as what
   */
  record MemberRoleChanged(Instant at, String userId, Role role) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public MemberRoleChanged {
      requireNonNull(at, "at");
      requireNonNull(userId, "user_id");
      requireNonNull(role, "role");
    }
  }

  /**
   * A person is no member any more.
   *
   * @param at when it happened
   * @param userId who
   */
  record MemberRemoved(Instant at, String userId) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public MemberRemoved {
      requireNonNull(at, "at");
      requireNonNull(userId, "user_id");
    }
  }

  /**
   * A project was accepted.
   *
   * @param at when it happened
   * @param project its reference
   * @param name its name, for people
   * @param region its region's code
   * @param profile which services it has
   */
  record ProjectRegistered(
      Instant at, ProjectRef project, String name, String region, StackProfile profile)
      implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public ProjectRegistered {
      requireNonNull(at, "at");
      requireNonNull(project, "project");
      requireNonNull(name, "name");
      requireNonNull(region, "region");
      requireNonNull(profile, "profile");
    }
  }

  /**
   * A project got another name.
   *
   * @param at when it happened
   * @param project its reference
   * @param name its new name
   */
  record ProjectRenamed(Instant at, ProjectRef project, String name) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public ProjectRenamed {
      requireNonNull(at, "at");
      requireNonNull(project, "project");
      requireNonNull(name, "name");
    }
  }

  /**
   * What is to be done about drift of a project was decided.
   *
   * @param at when it happened
   * @param project its reference
   * @param policy what is to be done; what the installation does elsewhere when it is left out
   */
  record ProjectDriftPolicyChosen(Instant at, ProjectRef project, @Nullable DriftPolicy policy)
      implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public ProjectDriftPolicyChosen {
      requireNonNull(at, "at");
      requireNonNull(project, "project");
    }
  }

  /**
   * A project's deletion was accepted.
   *
   * @param at when it happened
   * @param project its reference
   */
  record ProjectDeregistered(Instant at, ProjectRef project) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public ProjectDeregistered {
      requireNonNull(at, "at");
      requireNonNull(project, "project");
    }
  }

  /**
   * Requests for a domain go to a project from now on.
   *
   * @param at when it happened
   * @param project its reference
   * @param domain the domain
   */
  record DomainAttached(Instant at, ProjectRef project, DomainName domain)
      implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public DomainAttached {
      requireNonNull(at, "at");
      requireNonNull(project, "project");
      requireNonNull(domain, "domain");
    }
  }

  /**
   * Requests for a domain go to a project no more.
   *
   * @param at when it happened
   * @param project its reference
   * @param domain the domain
   */
  record DomainDetached(Instant at, ProjectRef project, DomainName domain)
      implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public DomainDetached {
      requireNonNull(at, "at");
      requireNonNull(project, "project");
      requireNonNull(domain, "domain");
    }
  }

  /**
   * A team came into being, with nobody in it and no project.
   *
   * @param at when it happened
   * @param teamId its id
   * @param slug its name in paths
   * @param name its name, for people
   */
  record TeamCreated(Instant at, String teamId, String slug, String name)
      implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public TeamCreated {
      requireNonNull(at, "at");
      requireNonNull(teamId, "team_id");
      requireNonNull(slug, "slug");
      requireNonNull(name, "name");
    }
  }

  /**
   * A team is no more, and with it what it gave.
   *
   * @param at when it happened
   * @param teamId its id
   */
  record TeamDeleted(Instant at, String teamId) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public TeamDeleted {
      requireNonNull(at, "at");
      requireNonNull(teamId, "team_id");
    }
  }

  /**
   * A member came into a team.
   *
   * @param at when it happened
   * @param teamId which team
   * @param userId who
   */
  record TeamMemberAdded(Instant at, String teamId, String userId) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public TeamMemberAdded {
      requireNonNull(at, "at");
      requireNonNull(teamId, "team_id");
      requireNonNull(userId, "user_id");
    }
  }

  /**
   * A member is in a team no more. Who leaves the organization leaves its teams without this event.
   *
   * @param at when it happened
   * @param teamId which team
   * @param userId who
   */
  record TeamMemberRemoved(Instant at, String teamId, String userId) implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public TeamMemberRemoved {
      requireNonNull(at, "at");
      requireNonNull(teamId, "team_id");
      requireNonNull(userId, "user_id");
    }
  }

  /**
   * A team got a role on a project, or another one than it had.
   *
   * @param at when it happened
   * @param teamId which team
   * @param project which project
   * @param role as what its members may act there; no stronger than a developer
   */
  record TeamProjectGiven(Instant at, String teamId, ProjectRef project, Role role)
      implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public TeamProjectGiven {
      requireNonNull(at, "at");
      requireNonNull(teamId, "team_id");
      requireNonNull(project, "project");
      requireNonNull(role, "role");
      if (!role.ofTeams()) {
        throw new IllegalArgumentException("A team makes nobody " + role.wireName());
      }
    }
  }

  /**
   * A team has no role on a project any more.
   *
   * @param at when it happened
   * @param teamId which team
   * @param project which project
   */
  record TeamProjectTaken(Instant at, String teamId, ProjectRef project)
      implements OrganizationEvent {
    /** Checks that nothing required is missing. */
    public TeamProjectTaken {
      requireNonNull(at, "at");
      requireNonNull(teamId, "team_id");
      requireNonNull(project, "project");
    }
  }
}
