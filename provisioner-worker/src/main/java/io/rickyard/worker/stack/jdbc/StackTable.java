package io.rickyard.worker.stack.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code stack}: a row for each stack, with its state as JSON beside what is searched
 * for.
 */
final class StackTable {

  private static final String COLUMNS =
      "project, organization, profile, limits::text, runtime, generation, kept_from, token, state::text, ever_active, database::text, observed_at, version";

  private StackTable() {}

  /** A row and the version of its last event. */
  record Row(StackRecord stack, long version) {}

  static void insert(
      Connection connection,
      ProjectRef project,
      OrganizationId organization,
      StackProfile profile,
      String runtime,
      Generation generation)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into stack (project, organization, profile, runtime, generation, kept_from, state)
            values (?, ?, ?, ?, ?, ?, ?::jsonb)
            on conflict (project) do nothing\
            """)) {
      insert.setString(1, project.value());
      insert.setString(2, organization.value());
      insert.setString(3, profile.wireName());
      insert.setString(4, runtime);
      insert.setLong(5, generation.value());
      insert.setLong(6, generation.value());
      insert.setString(7, StateJson.write(new StackState.Absent()));
      insert.executeUpdate();
    }
  }

  static Optional<Row> lock(Connection connection, ProjectRef project) throws SQLException {
    return select(connection, project, " for update");
  }

  static Optional<Row> find(Connection connection, ProjectRef project) throws SQLException {
    return select(connection, project, "");
  }

  private static Optional<Row> select(Connection connection, ProjectRef project, String lock)
      throws SQLException {
    try (var select =
        connection.prepareStatement("select " + COLUMNS + " from stack where project = ?" + lock)) {
      select.setString(1, project.value());
      try (var rows = select.executeQuery()) {
        return rows.next() ? Optional.of(row(rows)) : Optional.empty();
      }
    }
  }

  static List<StackRecord> all(Connection connection) throws SQLException {
    try (var select =
            connection.prepareStatement(
                "select " + COLUMNS + " from stack where not removed order by project");
        var rows = select.executeQuery()) {
      var all = new ArrayList<StackRecord>();
      while (rows.next()) {
        all.add(row(rows).stack());
      }
      return all;
    }
  }

  static void update(Connection connection, StackRecord stack, long version) throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update stack
               set state = ?::jsonb, ever_active = ?, database = ?::jsonb, version = ?,
                   removed = ?, changed_at = clock_timestamp()
             where project = ?\
            """)) {
      update.setString(1, StateJson.write(stack.state()));
      update.setBoolean(2, stack.everActive());
      update.setString(3, json(stack.database()));
      update.setLong(4, version);
      update.setBoolean(5, stack.state() instanceof StackState.Removed);
      update.setString(6, stack.project().value());
      update.executeUpdate();
    }
  }

  /**
   * Notes a claim, unless a newer one is noted.
   *
   * @param keptFrom null keeps what is in use
   */
  static boolean claim(
      Connection connection,
      ProjectRef project,
      Generation generation,
      long token,
      @Nullable Generation keptFrom)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update stack
               set generation = claim.generation, token = claim.token,
                   kept_from = coalesce(claim.kept_from, stack.kept_from),
                   former_profile =
                     case when stack.generation = claim.generation then former_profile end,
                   former_limits =
                     case when stack.generation = claim.generation then former_limits end,
                   repaired_at =
                     case when stack.generation = claim.generation then repaired_at else '{}' end,
                   repairs_given_up = repairs_given_up and stack.generation = claim.generation
              from (values (?::bigint, ?::bigint, ?::bigint)) as claim (generation, token, kept_from)
             where project = ?
               and stack.generation <= claim.generation and stack.token <= claim.token\
            """)) {
      update.setLong(1, generation.value());
      update.setLong(2, token);
      update.setObject(3, keptFrom == null ? null : keptFrom.value(), Types.BIGINT);
      update.setString(4, project.value());
      return update.executeUpdate() == 1;
    }
  }

  static void observed(Connection connection, List<ProjectRef> projects, Instant at)
      throws SQLException {
    try (var update =
        connection.prepareStatement("update stack set observed_at = ? where project = any (?)")) {
      update.setTimestamp(1, Timestamp.from(at));
      update.setArray(
          2,
          connection.createArrayOf(
              "text", projects.stream().map(ProjectRef::value).toArray(String[]::new)));
      update.executeUpdate();
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    String database = row.getString("database");
    Timestamp observedAt = row.getTimestamp("observed_at");
    try {
      return new Row(
          new StackRecord(
              new ProjectRef(row.getString("project")),
              new OrganizationId(row.getString("organization")),
              SizeColumns.read(row),
              row.getString("runtime"),
              new Generation(row.getLong("generation")),
              new Generation(row.getLong("kept_from")),
              row.getLong("token"),
              StateJson.read(row.getString("state")),
              row.getBoolean("ever_active"),
              database == null
                  ? null
                  : ContractJson.mapper().readValue(database, DatabaseEndpoint.class),
              observedAt == null ? null : observedAt.toInstant()),
          row.getLong("version"));
    } catch (JsonProcessingException e) {
      throw new SQLException("Stack " + row.getString("project") + " cannot be read", e);
    }
  }

  private static @Nullable String json(@Nullable DatabaseEndpoint database) throws SQLException {
    try {
      return database == null ? null : ContractJson.mapper().writeValueAsString(database);
    } catch (JsonProcessingException e) {
      throw new SQLException("A database endpoint cannot be written", e);
    }
  }
}
