package io.rickyard.contracts.organization;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * The one table of roles: what can be done to which resource of an organization, and the weakest
 * role that may do it. The gateway, the services and PostgreSQL's row level security all go by it:
 * the last has a copy in {@code org.permission}, which a test compares with this.
 */
public enum Permission {
  /** Know that the organization exists, and follow what happens in it. */
  ORGANIZATION_READ(Resource.ORGANIZATION, Verb.READ, Role.MEMBER, true, "see the organization"),
  /** Make others owners, and owners something else. */
  OWNER_CHANGE(Resource.OWNER, Verb.CHANGE, Role.OWNER, false, "make or unmake owners"),
  /** See who is in the organization. */
  MEMBER_READ(Resource.MEMBER, Verb.READ, Role.MEMBER, true, "see who is a member"),
  /** Give members who are no owners another role. */
  MEMBER_CHANGE(Resource.MEMBER, Verb.CHANGE, Role.ADMINISTRATOR, false, "change a member's role"),
  /** Remove members who are no owners. Everybody may remove themself. */
  MEMBER_DELETE(Resource.MEMBER, Verb.DELETE, Role.ADMINISTRATOR, false, "remove a member"),
  /** See who was invited. */
  INVITATION_READ(
      Resource.INVITATION, Verb.READ, Role.ADMINISTRATOR, false, "see open invitations"),
  /** Invite somebody as something that the inviter may make them. */
  INVITATION_CREATE(Resource.INVITATION, Verb.CREATE, Role.ADMINISTRATOR, false, "invite somebody"),
  /** Take an invitation back. */
  INVITATION_DELETE(
      Resource.INVITATION, Verb.DELETE, Role.ADMINISTRATOR, false, "revoke an invitation"),
  /** See teams, who is in them and what they were given. */
  TEAM_READ(Resource.TEAM, Verb.READ, Role.MEMBER, true, "see teams"),
  /** Make teams. */
  TEAM_CREATE(Resource.TEAM, Verb.CREATE, Role.ADMINISTRATOR, false, "create a team"),
  /** Rename teams, say who is in them, and give them projects. */
  TEAM_CHANGE(
      Resource.TEAM,
      Verb.CHANGE,
      Role.ADMINISTRATOR,
      false,
      "change who is in a team, and what it was given"),
  /** Delete teams. */
  TEAM_DELETE(Resource.TEAM, Verb.DELETE, Role.ADMINISTRATOR, false, "delete a team"),
  /** See projects, their status and what they use. */
  PROJECT_READ(Resource.PROJECT, Verb.READ, Role.MEMBER, true, "see projects, status and logs"),
  /** Make projects. */
  PROJECT_CREATE(Resource.PROJECT, Verb.CREATE, Role.DEVELOPER, true, "create a project"),
  /** Rename, pause, resume, restart, resize and repair projects. */
  PROJECT_CHANGE(Resource.PROJECT, Verb.CHANGE, Role.DEVELOPER, true, "change a project"),
  /** Delete projects. */
  PROJECT_DELETE(Resource.PROJECT, Verb.DELETE, Role.DEVELOPER, true, "delete a project"),
  /** See passwords and keys unmasked. */
  SECRET_READ(Resource.SECRET, Verb.READ, Role.DEVELOPER, true, "reveal keys and passwords"),
  /** See tasks and what they write. */
  TASK_READ(Resource.TASK, Verb.READ, Role.MEMBER, true, "see tasks and their logs"),
  /** Ask for tasks; a lock is one. */
  TASK_CREATE(Resource.TASK, Verb.CREATE, Role.DEVELOPER, true, "submit a task, ask for a lock"),
  /** Cancel and repeat tasks. */
  TASK_CHANGE(Resource.TASK, Verb.CHANGE, Role.DEVELOPER, true, "cancel or repeat a task"),
  /** Put a task where its type does not wait. */
  QUEUE_CHANGE(
      Resource.QUEUE, Verb.CHANGE, Role.ADMINISTRATOR, true, "choose another queue for a task"),
  /** See who holds which lock. */
  LOCK_READ(Resource.LOCK, Verb.READ, Role.MEMBER, true, "see locks"),
  /** Release locks that somebody else took. */
  LOCK_DELETE(
      Resource.LOCK, Verb.DELETE, Role.ADMINISTRATOR, false, "release somebody else's lock"),
  /** See schedules. */
  SCHEDULE_READ(Resource.SCHEDULE, Verb.READ, Role.MEMBER, true, "see schedules"),
  /** Make schedules. */
  SCHEDULE_CREATE(Resource.SCHEDULE, Verb.CREATE, Role.DEVELOPER, false, "create a schedule"),
  /** Pause, resume and run schedules. */
  SCHEDULE_CHANGE(
      Resource.SCHEDULE, Verb.CHANGE, Role.DEVELOPER, false, "pause, resume or run a schedule"),
  /** Delete schedules. */
  SCHEDULE_DELETE(Resource.SCHEDULE, Verb.DELETE, Role.DEVELOPER, false, "delete a schedule"),
  /** See inbound webhooks and what they received. */
  HOOK_READ(Resource.HOOK, Verb.READ, Role.MEMBER, true, "see webhooks and deliveries"),
  /** Make inbound webhooks. */
  HOOK_CREATE(Resource.HOOK, Verb.CREATE, Role.DEVELOPER, false, "create a webhook"),
  /** Give a webhook a new secret, and take deliveries again. */
  HOOK_CHANGE(
      Resource.HOOK, Verb.CHANGE, Role.DEVELOPER, false, "rotate a webhook, replay a delivery"),
  /** Delete inbound webhooks. */
  HOOK_DELETE(Resource.HOOK, Verb.DELETE, Role.DEVELOPER, false, "delete a webhook"),
  /** See a project's own domains. */
  DOMAIN_READ(Resource.DOMAIN, Verb.READ, Role.MEMBER, true, "see a project's domains"),
  /** Claim domains. */
  DOMAIN_CREATE(Resource.DOMAIN, Verb.CREATE, Role.DEVELOPER, true, "claim a domain"),
  /** Prove claims. */
  DOMAIN_CHANGE(Resource.DOMAIN, Verb.CHANGE, Role.DEVELOPER, true, "prove a domain"),
  /** Give domains up. */
  DOMAIN_DELETE(Resource.DOMAIN, Verb.DELETE, Role.DEVELOPER, true, "give a domain up"),
  /** See who did what. */
  AUDIT_READ(Resource.AUDIT, Verb.READ, Role.ADMINISTRATOR, true, "search and export the audit");

  /** What belongs to an organization. */
  public enum Resource {
    /** The organization itself. */
    ORGANIZATION,
    /** The role of owner. */
    OWNER,
    /** Members who are no owners. */
    MEMBER,
    /** Invitations. */
    INVITATION,
    /** Teams. */
    TEAM,
    /** Projects and their stacks. */
    PROJECT,
    /** Keys and passwords of projects. */
    SECRET,
    /** Tasks. */
    TASK,
    /** Where tasks wait. */
    QUEUE,
    /** Locks. */
    LOCK,
    /** Schedules. */
    SCHEDULE,
    /** Inbound webhooks. */
    HOOK,
    /** Domains of projects. */
    DOMAIN,
    /** What was done. */
    AUDIT;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return wireName();
    }
  }

  /** What can be done to a resource. */
  public enum Verb {
    /** Look at it. */
    READ,
    /** Make a new one. */
    CREATE,
    /** Change one that is there. */
    CHANGE,
    /** Remove one. */
    DELETE;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return wireName();
    }
  }

  private final Resource resource;
  private final Verb verb;
  private final Role least;
  private final boolean application;
  private final String description;

  Permission(Resource resource, Verb verb, Role least, boolean application, String description) {
    this.resource = requireNonNull(resource);
    this.verb = requireNonNull(verb);
    this.least = requireNonNull(least);
    this.application = application;
    this.description = requireNonNull(description);
  }

  /** What it is about. */
  public Resource resource() {
    return resource;
  }

  /** What is done. */
  public Verb verb() {
    return verb;
  }

  /** The weakest role that has it; the stronger ones have it, too. */
  public Role least() {
    return least;
  }

  /** Whether an application, which is a token limited to scopes, can be given it. */
  public boolean application() {
    return application;
  }

  /**
   * Whether it is had on one project alone, so that a team can give it there to members whose role
   * in the organization is too weak.
   */
  public boolean ofProject() {
    return switch (resource) {
      case PROJECT -> verb != Verb.CREATE;
      case SECRET, TASK, SCHEDULE, HOOK, DOMAIN -> true;
      case ORGANIZATION, OWNER, MEMBER, INVITATION, TEAM, QUEUE, LOCK, AUDIT -> false;
    };
  }

  /** What it allows, for people: it goes on after "may". */
  public String description() {
    return description;
  }

  /** Its name on the wire, such as {@code project.create}. */
  @JsonValue
  public String wireName() {
    return resource.wireName() + "." + verb.wireName();
  }

  /** The one of that name; throws {@link IllegalArgumentException} when there is none. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Permission named(String name) {
    return Arrays.stream(values())
        .filter(value -> value.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no permission"));
  }
}
