package io.rickyard.org.jdbc;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.Acceptances;
import io.rickyard.org.acceptance.KnownTypes;
import io.rickyard.org.acceptance.OutboxId;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.project.ProjectChange;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.persistence.Outbox;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The one transaction that makes a promise.
 *
 * <ol>
 *   <li>The idempotency key decides first: what was promised under it is promised again, even when
 *       the project it was about has changed since. It is the same user's own promise.
 *   <li>The right and the rules are checked against rows that stay locked until the commit.
 *   <li>Desired state, generation, command, events and audit record are written.
 *   <li>The promise is kept under the key.
 * </ol>
 *
 * A refusal rolls all of it back, the key with it, so that a request may be repeated after its
 * cause is mended.
 */
final class AcceptanceTransaction implements Acceptances {

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;
  private final KnownTypes known;
  private final NewProjects newProjects;
  private final CommandWriter commands;
  private final Announcements announcements;
  private final Outbox outbox;
  private final Clock clock;

  AcceptanceTransaction(
      Sessions sessions,
      IdempotencyKeyTable keys,
      KnownTypes known,
      NewProjects newProjects,
      CommandWriter commands,
      Announcements announcements,
      Outbox outbox,
      Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.known = known;
    this.newProjects = newProjects;
    this.commands = commands;
    this.announcements = announcements;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Acceptance accept(WorkOrder order) {
    return sessions.as(order.deed().principal(), session -> accept(session, order));
  }

  @Override
  public void sent(OutboxId id, Position position) {
    sessions.asInstallation(transaction -> {
      keys.sent(transaction.connection(), id, position);
      return outbox.reportSent(transaction, id.value());
    });
  }

  /** The same inside a transaction that writes more than this. */
  Acceptance accept(Session session, WorkOrder order) throws SQLException {
    IdempotencyKey key = order.idempotency();
    if (key == null) {
      return decide(session, order);
    }
    var before = keys.claim(session, key);
    if (before.isPresent()) {
      return before.get();
    }
    var acceptance = decide(session, order);
    keys.fill(session, key, acceptance);
    return acceptance;
  }

  private Acceptance decide(Session session, WorkOrder order) throws SQLException {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return switch (order.work()) {
      case Work.Provision provision -> provision(session, order, provision, at);
      case Work.Adopt adopt -> adopt(session, order, adopt, at);
      case Work.Change change -> change(session, order, change, at);
      case Work.Free free -> free(session, order, free, at);
    };
  }

  private Acceptance provision(Session session, WorkOrder order, Work.Provision work, Instant at)
      throws SQLException {
    session.require(work.organization(), Permission.PROJECT_CREATE, "organization");
    requireOptions(session, order, work.organization());
    requireNow(order);
    var project = newProjects.make(session, work, at);
    var input =
        new TaskInput.StackProvision(
            project.name().value(), project.region().code(), project.profile());
    return made(session, order, project, input, "project.create", at);
  }

  private Acceptance adopt(Session session, WorkOrder order, Work.Adopt work, Instant at)
      throws SQLException {
    session.require(work.organization(), Permission.PROJECT_CREATE, "organization");
    requireOptions(session, order, work.organization());
    requireNow(order);
    var project = newProjects.adopt(session, work, at);
    var input =
        new TaskInput.StackAdopt(
            project.name().value(), project.region().code(), work.composeProject());
    return made(session, order, project, input, "project.adopt", at);
  }

  private Acceptance made(
      Session session, WorkOrder order, Project project, TaskInput input, String action, Instant at)
      throws SQLException {
    var acceptance = commands.leave(session, order, input, CommandWriter.Addressee.of(project), at);
    announcements.write(
        session.transaction(),
        order.deed(),
        project.organization(),
        at,
        new Announcements.Done(action, project.ref().value(), "accepted"),
        List.of(
            new OrganizationEvent.ProjectRegistered(
                at,
                project.ref(),
                project.name().value(),
                project.region().code(),
                project.profile())));
    return acceptance;
  }

  private Acceptance change(Session session, WorkOrder order, Work.Change work, Instant at)
      throws SQLException {
    if (work.input() instanceof TaskInput.StackResize resize && resize.profile() != null) {
      newProjects.requireProfile(resize.profile());
    }
    var changed = ProjectChanges.apply(session, work);
    var project = changed.after();
    requireOptions(session, order, project.organization());
    requireNow(order);
    IdleStopTable.changed(session, project);
    ProjectChange change = work.change();
    var acceptance =
        commands.leave(session, order, changed.input(), CommandWriter.Addressee.of(project), at);
    if (changed.deregisters()) {
      BranchRows.remove(session, project.ref());
      SnippetTable.removeAll(session, project.ref());
    } else if (changed.input() instanceof TaskInput.StackMigrate) {
      BranchRows.migrated(session, project.ref(), acceptance.taskId(), at);
    }
    announcements.write(
        session.transaction(),
        order.deed(),
        project.organization(),
        at,
        new Announcements.Done("project." + change.verb(), project.ref().value(), "accepted"),
        changed.deregisters() ? deregistered(session, project, at) : List.of());
    return acceptance;
  }

  private static List<OrganizationEvent> deregistered(Session session, Project project, Instant at)
      throws SQLException {
    var events = new ArrayList<>(DomainTable.removeAll(session, project.ref(), at));
    events.add(new OrganizationEvent.ProjectDeregistered(at, project.ref()));
    return List.copyOf(events);
  }

  private Acceptance free(Session session, WorkOrder order, Work.Free work, Instant at)
      throws SQLException {
    if (work.project() == null && known.terms(work.type()).needsProject()) {
      throw new Refused(
          Refusal.INVALID, "A " + work.type().wireName() + " names the project that it works with");
    }
    var organization = organization(session, work);
    session.require(organization, work.project(), Permission.TASK_CREATE, "organization");
    requireOptions(session, order, organization);
    var addressee = new CommandWriter.Addressee(organization, work.project(), null);
    var acceptance = commands.leave(session, order, work.input(), addressee, at);
    announcements.write(
        session.transaction(),
        order.deed(),
        organization,
        at,
        new Announcements.Done("task.submit", acceptance.taskId().toString(), "accepted"),
        List.of());
    return acceptance;
  }

  private static OrganizationId organization(Session session, Work.Free work) throws SQLException {
    if (work.project() == null) {
      return requireNonNull(work.organization(), "organization");
    }
    var project = ProjectTable.find(session, work.project());
    if (work.organization() != null && !work.organization().equals(project.organization())) {
      throw Refused.notFound("project");
    }
    if (project.desired() == DesiredState.DELETED) {
      throw new Refused(Refusal.PROJECT_DELETED, "The project shall be gone");
    }
    return project.organization();
  }

  private void requireOptions(Session session, WorkOrder order, OrganizationId organization) {
    var queue = order.terms().queue();
    if (queue != null && queue != known.terms(order.work().type()).queue()) {
      session.require(organization, Permission.QUEUE_CHANGE, "organization");
    }
  }

  /**
   * A desired state holds from its acceptance on; one for later would block those that follow it.
   */
  private static void requireNow(WorkOrder order) {
    if (order.terms().runAt() != null) {
      throw new Refused(Refusal.INVALID, "run_at is for tasks that change no project");
    }
  }
}
