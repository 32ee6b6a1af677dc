package io.rickyard.service;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a schema says about the changelog that made it what it is: a fingerprint and the number of
 * change sets, kept as the comment of Liquibase's own table, so that both are saved, restored and
 * dropped as one. Who takes a change set out of that table by hand, to have it run again, changes
 * the number, and the mark holds no longer.
 */
final class ChangelogMark {

  private static final String TABLE = "databasechangelog";

  private final Connection connection;

  /** In the schema that comes first in this connection's search path. */
  ChangelogMark(Connection connection) {
    this.connection = connection;
  }

  /** Whether the schema stands where a changelog of this fingerprint brought it. */
  boolean stands(String fingerprint) throws SQLException {
    String mark =
        text("select coalesce(obj_description(to_regclass('" + TABLE + "'), 'pg_class'), '')");
    return mark.startsWith(fingerprint) && mark.equals(mark(fingerprint));
  }

  /** Says so, after Liquibase has done it. */
  void set(String fingerprint) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("comment on table " + TABLE + " is '" + mark(fingerprint) + "'");
    }
  }

  private String mark(String fingerprint) throws SQLException {
    return fingerprint + " " + text("select count(*) from " + TABLE);
  }

  private String text(String select) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(select)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
