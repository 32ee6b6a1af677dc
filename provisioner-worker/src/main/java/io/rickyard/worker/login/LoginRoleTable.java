package io.rickyard.worker.login;

import io.rickyard.contracts.ProjectRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Which roles there are, or may be, and when they end; owns the table login_role. A row is written
 * before its role is made and goes when it is gone, so none outlives its time unnoticed.
 */
public final class LoginRoleTable {

  private static final int AT_ONCE = 100;

  private final DataSource database;

  /** In this database. */
  public LoginRoleTable(DataSource database) {
    this.database = database;
  }

  /** A role of a project. */
  record Row(ProjectRef project, String role) {}

  void add(ProjectRef project, String role, Instant end) throws SQLException {
    try (var connection = database.getConnection();
        var insert =
            connection.prepareStatement(
                "insert into login_role (project, role, ends_at) values (?, ?, ?)")) {
      insert.setString(1, project.value());
      insert.setString(2, role);
      insert.setTimestamp(3, Timestamp.from(end));
      insert.executeUpdate();
    }
  }

  void remove(Row row) throws SQLException {
    try (var connection = database.getConnection();
        var delete =
            connection.prepareStatement("delete from login_role where project = ? and role = ?")) {
      delete.setString(1, row.project().value());
      delete.setString(2, row.role());
      delete.executeUpdate();
    }
  }

  List<Row> of(ProjectRef project) throws SQLException {
    try (var connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "select project, role from login_role where project = ? order by role")) {
      select.setString(1, project.value());
      return rows(select);
    }
  }

  /** Those whose time is over, the first to end first. */
  List<Row> ended(Instant now) throws SQLException {
    try (Connection connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "select project, role from login_role where ends_at <= ? order by ends_at limit ?")) {
      select.setTimestamp(1, Timestamp.from(now));
      select.setInt(2, AT_ONCE);
      return rows(select);
    }
  }

  /** Looks at it again later than at the others. */
  void postpone(Row row, Instant until) throws SQLException {
    try (var connection = database.getConnection();
        var update =
            connection.prepareStatement(
                "update login_role set ends_at = ? where project = ? and role = ?")) {
      update.setTimestamp(1, Timestamp.from(until));
      update.setString(2, row.project().value());
      update.setString(3, row.role());
      update.executeUpdate();
    }
  }

  private static List<Row> rows(java.sql.PreparedStatement select) throws SQLException {
    var rows = new ArrayList<Row>();
    try (var row = select.executeQuery()) {
      while (row.next()) {
        rows.add(new Row(new ProjectRef(row.getString(1)), row.getString(2)));
      }
    }
    return rows;
  }
}
