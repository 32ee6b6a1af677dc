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
      name = "project_drift_policy_chosen")
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
}
