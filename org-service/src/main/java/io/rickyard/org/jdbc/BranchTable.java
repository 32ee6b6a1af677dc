package io.rickyard.org.jdbc;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.TaskTerms;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.branch.Branch;
import io.rickyard.org.branch.BranchId;
import io.rickyard.org.branch.BranchNote;
import io.rickyard.org.branch.Branches;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.project.Project;
import io.rickyard.org.project.ProjectChange;
import io.rickyard.org.project.Region;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Branches in their table.
 *
 * <p>A branch and both promises about it, to make its project and to bring the parent's migrations
 * into it, are one transaction. The second is a desired state of its own, so it comes after the
 * first in the project's lane, whichever of them is sent first.
 */
final class BranchTable implements Branches {

  private final Sessions sessions;
  private final AcceptanceTransaction acceptances;
  private final Announcements announcements;
  private final Clock clock;

  BranchTable(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      Clock clock) {
    this.sessions = sessions;
    this.acceptances = acceptances;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public Made make(
      Deed deed,
      ProjectRef parent,
      BranchNote note,
      @Nullable Region region,
      @Nullable IdempotencyKey idempotency) {
    return sessions.as(
        deed.principal(),
        session -> {
          // Nobody deletes the parent meanwhile.
          var of = ProjectTable.lock(session, parent);
          session.require(of.organization(), parent, Permission.PROJECT_CHANGE, "project");
          var acceptance = provision(session, deed, of, note, region, idempotency);
          var project = made(acceptance);
          var branch =
              acceptance.replayed()
                  ? BranchRows.find(session, project.ref())
                      .orElseThrow(() -> Refused.notFound("branch"))
                  : branch(session, deed, of, project, note);
          return new Made(branch, acceptance);
        });
  }

  private Acceptance provision(
      Session session,
      Deed deed,
      Project parent,
      BranchNote note,
      @Nullable Region region,
      @Nullable IdempotencyKey idempotency)
      throws SQLException {
    var work =
        new Work.Provision(
            parent.organization(),
            note.name(),
            region == null ? parent.region() : region,
            parent.profile(),
            parent.ref());
    return acceptances.accept(session, new WorkOrder(deed, work, TaskTerms.NONE, idempotency));
  }

  private Branch branch(
      Session session, Deed deed, Project parent, Project project, BranchNote note)
      throws SQLException {
    requireBranching(parent);
    var at = now();
    var migration = TaskId.next();
    var branch =
        new Branch(
            BranchId.next(),
            project.ref(),
            parent.ref(),
            parent.organization(),
            note,
            migration,
            at,
            at);
    BranchRows.insert(session, branch);
    var migrate = new TaskInput.StackMigrate(MigrationCourse.PUSH, parent.ref(), null);
    var _ =
        acceptances.accept(
            session,
            new WorkOrder(
                deed,
                new Work.Change(project.ref(), ProjectChange.MIGRATE, migrate),
                TaskTerms.NONE,
                null,
                migration));
    return branch;
  }

  private static void requireBranching(Project parent) {
    if (parent.parent() != null) {
      throw new Refused(Refusal.INVALID, "A branch has no branches of its own");
    }
  }

  private static Project made(Acceptance acceptance) {
    var project = acceptance.project();
    if (project == null) {
      throw new IllegalStateException("A promise to make a project names it");
    }
    return project;
  }

  @Override
  public List<Branch> of(UserId user, ProjectRef parent) {
    return sessions.as(
        user, session -> BranchRows.of(session, ProjectTable.find(session, parent).ref()));
  }

  @Override
  public Branch get(UserId user, BranchId id) {
    return sessions.as(
        user,
        session -> BranchRows.find(session, id).orElseThrow(() -> Refused.notFound("branch")));
  }

  @Override
  public Branch get(UserId user, ProjectRef project) {
    return sessions.as(user, session -> find(session, project));
  }

  @Override
  public Branch note(Deed deed, ProjectRef ref, UnaryOperator<BranchNote> change) {
    return sessions.as(
        deed.principal(),
        session -> {
          var project = ProjectTable.lock(session, ref);
          session.require(project.organization(), ref, Permission.PROJECT_CHANGE, "branch");
          var branch = find(session, ref);
          var at = now();
          BranchRows.note(session, ref, change.apply(branch.note()), at);
          announcements.write(
              session.transaction(),
              deed,
              project.organization(),
              at,
              new Announcements.Done("branch.change", ref.value(), "done"),
              List.of());
          return find(session, ref);
        });
  }

  private static Branch find(Session session, ProjectRef project) throws SQLException {
    return BranchRows.find(session, project).orElseThrow(() -> Refused.notFound("branch"));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
