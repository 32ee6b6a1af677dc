package io.rickyard.worker.advice;

import io.micronaut.context.annotation.Requires;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.worker.sql.ProjectSql;
import io.rickyard.worker.sql.SqlRefused;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks into projects' databases for what is unsafe or slow. */
@Singleton
@Requires(beans = ProjectSql.class)
public final class Advisors {

  /** Policies and functions are written with the schemas of what they name. */
  private static final String READING =
      """
      set transaction read only;
      set local search_path = '';
      """;

  private static final int KEY = 5;
  private static final int FOREIGN_KEY = 6;
  private static final int FOREIGN_KEY_COLUMNS = 7;

  private final ProjectSql sql;

  /** Makes one that looks over these connections. */
  public Advisors(ProjectSql sql) {
    this.sql = sql;
  }

  /** What is found now. */
  public List<Finding> look(DatabaseEndpoint database, Login login, Advisor advisor)
      throws SqlRefused {
    return sql.with(database, login, connection -> look(connection, advisor));
  }

  private static List<Finding> look(Connection connection, Advisor advisor) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute(READING);
      var all = new ArrayList<Finding>();
      for (var lint : Lint.values()) {
        if (lint.advisor() == advisor) {
          try (var rows = statement.executeQuery(lint.question())) {
            while (rows.next()) {
              all.add(finding(lint, rows));
            }
          }
        }
      }
      return all;
    }
  }

  private static Finding finding(Lint lint, ResultSet row) throws SQLException {
    int columns = row.getMetaData().getColumnCount();
    var metadata =
        new Finding.Metadata(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            columns < FOREIGN_KEY ? null : row.getString(FOREIGN_KEY),
            columns < FOREIGN_KEY_COLUMNS ? null : numbers(row));
    return new Finding(
        lint.key(),
        lint.title(),
        lint.level().name(),
        "EXTERNAL",
        List.of(lint.advisor().name()),
        lint.description(),
        row.getString(4),
        lint.remediation(),
        metadata,
        key(lint, metadata, columns < KEY ? null : row.getString(KEY)));
  }

  private static String key(Lint lint, Finding.Metadata metadata, @Nullable String more) {
    return Stream.of(lint.key(), metadata.schema(), metadata.name(), more)
        .filter(part -> part != null && !part.isEmpty())
        .collect(Collectors.joining("_"));
  }

  private static List<Integer> numbers(ResultSet row) throws SQLException {
    return List.of((Integer[]) row.getArray(FOREIGN_KEY_COLUMNS).getArray());
  }
}
