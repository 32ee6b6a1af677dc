package io.rickyard.org.jdbc;

import static java.util.Objects.requireNonNullElse;

import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.project.ProjectChange;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes a project's next desired state inside an acceptance, under the project's lock. */
final class ProjectChanges {

  private static final String WANT =
      """
      update project set desired = ?, generation = ?, profile = ?, limits = ?::jsonb
       where ref = ? and generation = ?
      """;

  private ProjectChanges() {}

  /**
   * What was wanted and what is wanted now.
   *
   * @param before what the project should be until now
   * @param after the project with its next generation
   * @param input what the worker is told
   */
  record Changed(DesiredState before, Project after, TaskInput input) {
    boolean deregisters() {
      return after.desired() == DesiredState.DELETED && before != DesiredState.DELETED;
    }
  }

  static Changed apply(Session session, Work.Change work) throws SQLException {
    var project = ProjectTable.lock(session, work.project());
    session.require(project.organization(), project.ref(), permission(work.change()), "project");
    if (project.adopted() && work.change() == ProjectChange.RESIZE) {
      throw new Refused(
          Refusal.PROJECT_ADOPTED,
          "Which services it has and what they may use is said where its compose file is");
    }
    if (work.input() instanceof TaskInput.StackConfigure configure) {
      requireService(project, configure.change().section());
    }
    if (work.change() == ProjectChange.DELETE && BranchRows.any(session, project.ref())) {
      throw new Refused(
          Refusal.CONFLICT,
          "The project has branches: delete them first, or merge and delete them");
    }
    if (work.input() instanceof TaskInput.StackMigrate migrate) {
      requireRelation(session, project, migrate);
    }
    return switch (ProjectChange.decide(project.desired(), work.change())) {
      case ProjectChange.Decision.Denied denied ->
          throw new Refused(
              denied.refusal(),
              "A project that is %s takes no %s"
                  .formatted(project.desired().wireName(), work.change().verb()));
      case ProjectChange.Decision.Allowed allowed ->
          changed(session, project, project.wanting(allowed.next()), work.input());
    };
  }

  private static void requireService(Project project, SettingSection section) {
    if (project.adopted()) {
      throw new Refused(
          Refusal.PROJECT_ADOPTED, "What its services are told is said where its compose file is");
    }
    if (!section.in(project.profile())) {
      throw new Refused(
          Refusal.SERVICE_ABSENT,
          "Projects of the profile %s have no %s, of which these are settings"
              .formatted(project.profile().wireName(), section.service()));
    }
  }

  /** Migrations go between a branch and its parent, for who may change both. */
  private static void requireRelation(
      Session session, Project project, TaskInput.StackMigrate migrate) throws SQLException {
    var other = ProjectTable.find(session, migrate.from());
    session.require(other.organization(), other.ref(), Permission.PROJECT_CHANGE, "project");
    boolean related =
        switch (migrate.course()) {
          case PUSH, RESET -> other.ref().equals(project.parent());
          case MERGE -> project.ref().equals(other.parent());
        };
    if (!related) {
      throw new Refused(
          Refusal.INVALID,
          "A %s goes %s; %s and %s are none"
              .formatted(
                  migrate.course().wireName(),
                  migrate.course() == MigrationCourse.MERGE
                      ? "from a branch to its parent"
                      : "from a parent to its branch",
                  other.ref(),
                  project.ref()));
    }
    if (other.desired() == DesiredState.PAUSED) {
      throw new Refused(Refusal.PROJECT_PAUSED, "Project " + other.ref() + " is paused");
    }
    if (other.desired() == DesiredState.DELETED) {
      throw new Refused(Refusal.PROJECT_DELETED, "Project " + other.ref() + " shall be gone");
    }
  }

  private static Permission permission(ProjectChange change) {
    return change == ProjectChange.DELETE ? Permission.PROJECT_DELETE : Permission.PROJECT_CHANGE;
  }

  private static Changed changed(Session session, Project before, Project after, TaskInput input)
      throws SQLException {
    if (input instanceof TaskInput.StackResize resize) {
      var sized =
          after.sized(
              requireNonNullElse(resize.profile(), after.profile()),
              requireNonNullElse(resize.limits(), after.limits()));
      return new Changed(
          before.desired(),
          write(session, before, sized),
          new TaskInput.StackResize(sized.profile(), sized.limits()));
    }
    return new Changed(before.desired(), write(session, before, after), input);
  }

  private static Project write(Session session, Project before, Project after) throws SQLException {
    try (PreparedStatement want = session.connection().prepareStatement(WANT)) {
      want.setString(1, after.desired().wireName());
      want.setLong(2, after.generation().value());
      want.setString(3, after.profile().wireName());
      want.setString(4, StoredLimits.write(after.limits()));
      want.setString(5, after.ref().value());
      want.setLong(6, before.generation().value());
      if (want.executeUpdate() != 1) {
        throw new IllegalStateException("Project " + after.ref() + " changed under its own lock");
      }
    }
    return after;
  }
}
