package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.org.schedule.Schedule;
import io.rickyard.org.schedule.ScheduleId;
import io.rickyard.org.schedule.ScheduleRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The table {@code schedule_run}: what became of occurrences. */
final class ScheduleRunTable {

  private static final String INSERT =
      """
      insert into schedule_run
        (schedule_id, organization_id, occurrence, manual, outcome, reason, task, decided_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (schedule_id, occurrence, manual, outcome) do update
        set reason = excluded.reason, decided_at = excluded.decided_at
        where schedule_run.outcome <> 'accepted'
      """;

  private static final String LAST =
      """
      select occurrence, manual, outcome, reason, task, decided_at
        from schedule_run where schedule_id = ? order by decided_at desc, occurrence desc limit ?
      """;

  private static final String PURGE =
      "delete from schedule_run where decided_at < clock_timestamp() - make_interval(hours => ?)";

  private ScheduleRunTable() {}

  /** What was refused or skipped before may be decided again, what was accepted may not. */
  static void insert(Connection connection, Schedule schedule, ScheduleRun run)
      throws SQLException {
    OrganizationId organization = schedule.organization();
    TaskId task = run.task();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, schedule.id().value());
      insert.setString(2, organization.value());
      insert.setObject(3, ScheduleRows.time(run.occurrence()));
      insert.setBoolean(4, run.manual());
      insert.setString(5, run.outcome().name().toLowerCase(Locale.ROOT));
      insert.setString(6, run.reason());
      insert.setObject(7, task == null ? null : task.value(), Types.OTHER);
      insert.setObject(8, ScheduleRows.time(run.decidedAt()));
      if (insert.executeUpdate() == 0) {
        throw new IllegalStateException(
            "Schedule %s has a task for %s already".formatted(schedule.id(), run.occurrence()));
      }
    }
  }

  static List<ScheduleRun> last(Connection connection, ScheduleId schedule, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST)) {
      select.setObject(1, schedule.value());
      select.setInt(2, limit);
      var runs = new ArrayList<ScheduleRun>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          runs.add(row(rows));
        }
      }
      return List.copyOf(runs);
    }
  }

  static int purge(Connection connection, Duration kept) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(PURGE)) {
      delete.setInt(1, Math.toIntExact(kept.toHours()));
      return delete.executeUpdate();
    }
  }

  private static ScheduleRun row(ResultSet row) throws SQLException {
    var task = row.getObject("task", UUID.class);
    return new ScheduleRun(
        row.getObject("occurrence", OffsetDateTime.class).toInstant(),
        row.getBoolean("manual"),
        ScheduleRun.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        task == null ? null : new TaskId(task),
        row.getObject("decided_at", OffsetDateTime.class).toInstant());
  }
}
