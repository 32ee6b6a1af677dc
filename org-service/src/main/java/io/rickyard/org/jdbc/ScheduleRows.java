package io.rickyard.org.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.schedule.MissedRuns;
import io.rickyard.org.schedule.Overlap;
import io.rickyard.org.schedule.Schedule;
import io.rickyard.org.schedule.ScheduleId;
import io.rickyard.org.schedule.ScheduleState;
import io.rickyard.org.schedule.ScheduledTask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between the rows of the table {@code schedule} and schedules. */
final class ScheduleRows {

  static final String COLUMNS =
      """
      select id, organization_id, name, timing, task, missed, overlap, principal, state, reason,
             next_at, created_at
        from schedule
      """;

  private static final String ONE = COLUMNS + " where id = ?";
  private static final String LOCKED = ONE + " for no key update";

  private static final String INSERT =
      """
      insert into schedule
        (id, organization_id, name, timing, task, missed, overlap, principal, state, reason,
         next_at, created_at)
      values (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String MOVE =
      "update schedule set state = ?, reason = ?, next_at = ?, principal = ? where id = ?";

  private ScheduleRows() {}

  /** A schedule that the session's user may know of. */
  static Schedule find(Session session, ScheduleId id) throws SQLException {
    return known(session, ONE, id);
  }

  /** The same, for changing it. */
  static Schedule lock(Session session, ScheduleId id) throws SQLException {
    return known(session, LOCKED, id);
  }

  static void insert(Connection connection, Schedule schedule) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, schedule.id().value());
      insert.setString(2, schedule.organization().value());
      insert.setString(3, schedule.name().value());
      insert.setString(4, StoredTiming.json(schedule.timing()));
      insert.setString(5, json(schedule.task()));
      insert.setString(6, schedule.missed().wireName());
      insert.setString(7, schedule.overlap().wireName());
      insert.setObject(8, schedule.principal().value());
      insert.setString(9, schedule.state().wireName());
      insert.setString(10, schedule.reason());
      insert.setObject(11, time(schedule.nextAt()));
      insert.setObject(12, time(schedule.createdAt()));
      insert.executeUpdate();
    }
  }

  /** Writes what may change of a schedule. */
  static void move(Connection connection, Schedule schedule) throws SQLException {
    try (PreparedStatement move = connection.prepareStatement(MOVE)) {
      move.setString(1, schedule.state().wireName());
      move.setString(2, schedule.reason());
      move.setObject(3, time(schedule.nextAt()));
      move.setObject(4, schedule.principal().value());
      move.setObject(5, schedule.id().value());
      move.executeUpdate();
    }
  }

  static List<Schedule> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Schedule>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return List.copyOf(found);
  }

  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static Schedule known(Session session, String sql, ScheduleId id) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(sql)) {
      select.setObject(1, id.value());
      var schedule =
          read(select).stream().findFirst().orElseThrow(() -> Refused.notFound("schedule"));
      var _ = session.role(schedule.organization(), "schedule");
      return schedule;
    }
  }

  private static Schedule row(ResultSet row) throws SQLException {
    var nextAt = row.getObject("next_at", OffsetDateTime.class);
    return new Schedule(
        new ScheduleId(row.getObject("id", UUID.class)),
        new OrganizationId(row.getString("organization_id")),
        new DisplayName(row.getString("name")),
        StoredTiming.parse(row.getString("timing")),
        task(row.getString("task")),
        MissedRuns.named(row.getString("missed")),
        Overlap.named(row.getString("overlap")),
        new UserId(row.getObject("principal", UUID.class)),
        ScheduleState.named(row.getString("state")),
        row.getString("reason"),
        nextAt == null ? null : nextAt.toInstant(),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static ScheduledTask task(String json) {
    try {
      return ContractJson.mapper().readValue(json, ScheduledTask.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored task cannot be read", e);
    }
  }

  private static String json(ScheduledTask task) {
    try {
      return ContractJson.mapper().writeValueAsString(task);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A task cannot be stored", e);
    }
  }
}
