package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.org.branch.Branch;
import io.rickyard.org.branch.BranchId;
import io.rickyard.org.branch.BranchNote;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of the table {@code branch}, inside of whatever transaction is about them. */
final class BranchRows {

  private static final String COLUMNS =
      """
      select id, project_ref, parent_ref, organization_id, name, git_branch, pr_number, persistent,
             task_id, created_at, updated_at
        from branch
      """;

  private static final String OF = COLUMNS + " where parent_ref = ? order by created_at, id";
  private static final String BY_ID = COLUMNS + " where id = ?";
  private static final String BY_PROJECT = COLUMNS + " where project_ref = ?";

  private static final String ANY = "select exists (select from branch where parent_ref = ?)";

  private static final String INSERT =
      """
      insert into branch
        (id, project_ref, parent_ref, organization_id, name, git_branch, pr_number, persistent,
         task_id, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String NOTE =
      """
      update branch set name = ?, git_branch = ?, pr_number = ?, persistent = ?, updated_at = ?
       where project_ref = ?
      """;

  private static final String MIGRATED =
      "update branch set task_id = ?, updated_at = ? where project_ref = ?";

  private static final String REMOVE = "delete from branch where project_ref = ?";

  private static final String DUPLICATE = "23505";

  private BranchRows() {}

  static List<Branch> of(Session session, ProjectRef parent) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(OF)) {
      select.setString(1, parent.value());
      return read(select);
    }
  }

  static Optional<Branch> find(Session session, BranchId id) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(BY_ID)) {
      select.setObject(1, id.value());
      return read(select).stream().findFirst();
    }
  }

  static Optional<Branch> find(Session session, ProjectRef project) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(BY_PROJECT)) {
      select.setString(1, project.value());
      return read(select).stream().findFirst();
    }
  }

  /** Whether a project has branches. Under its lock none comes in between. */
  static boolean any(Session session, ProjectRef parent) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(ANY)) {
      select.setString(1, parent.value());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  static void insert(Session session, Branch branch) throws SQLException {
    var note = branch.note();
    try (PreparedStatement insert = session.connection().prepareStatement(INSERT)) {
      insert.setObject(1, branch.id().value());
      insert.setString(2, branch.project().value());
      insert.setString(3, branch.parent().value());
      insert.setString(4, branch.organization().value());
      insert.setString(5, note.name().value());
      insert.setString(6, note.gitBranch());
      insert.setObject(7, note.pullRequest());
      insert.setBoolean(8, note.persistent());
      insert.setObject(9, branch.task().value());
      insert.setObject(10, branch.createdAt().atOffset(ZoneOffset.UTC));
      insert.setObject(11, branch.updatedAt().atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw named(e, note.name());
    }
  }

  static void note(Session session, ProjectRef project, BranchNote note, Instant at)
      throws SQLException {
    try (PreparedStatement update = session.connection().prepareStatement(NOTE)) {
      update.setString(1, note.name().value());
      update.setString(2, note.gitBranch());
      update.setObject(3, note.pullRequest());
      update.setBoolean(4, note.persistent());
      update.setObject(5, at.atOffset(ZoneOffset.UTC));
      update.setString(6, project.value());
      update.executeUpdate();
    } catch (SQLException e) {
      throw named(e, note.name());
    }
  }

  /** Notes the task that brings migrations into a branch; a project that is none has no row. */
  static void migrated(Session session, ProjectRef project, TaskId task, Instant at)
      throws SQLException {
    try (PreparedStatement update = session.connection().prepareStatement(MIGRATED)) {
      update.setObject(1, task.value());
      update.setObject(2, at.atOffset(ZoneOffset.UTC));
      update.setString(3, project.value());
      update.executeUpdate();
    }
  }

  static void remove(Session session, ProjectRef project) throws SQLException {
    try (PreparedStatement remove = session.connection().prepareStatement(REMOVE)) {
      remove.setString(1, project.value());
      remove.executeUpdate();
    }
  }

  private static SQLException named(SQLException e, DisplayName name) {
    if (DUPLICATE.equals(e.getSQLState())) {
      throw new Refused(Refusal.CONFLICT, "The project has a branch called " + name, e);
    }
    return e;
  }

  private static List<Branch> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Branch>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return List.copyOf(found);
  }

  private static Branch row(ResultSet row) throws SQLException {
    return new Branch(
        new BranchId(row.getObject("id", UUID.class)),
        new ProjectRef(row.getString("project_ref")),
        new ProjectRef(row.getString("parent_ref")),
        new OrganizationId(row.getString("organization_id")),
        new BranchNote(
            new DisplayName(row.getString("name")),
            row.getString("git_branch"),
            row.getObject("pr_number", Integer.class),
            row.getBoolean("persistent")),
        new TaskId(row.getObject("task_id", UUID.class)),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
