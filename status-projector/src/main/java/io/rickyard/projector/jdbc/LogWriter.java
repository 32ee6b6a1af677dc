package io.rickyard.projector.jdbc;

import io.rickyard.contracts.task.TaskLog;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import io.rickyard.projector.query.Sight;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Stores what tasks write. A line's number is its identity, so a line that comes again is there
 * already. The commit does not wait for the disk: offset and lines are lost together, and read
 * again.
 */
@Singleton
@Named("logs")
public final class LogWriter implements BatchHandler {

  /** The channel on which the ids of tasks with new lines are announced. */
  public static final String CHANNEL = "rickyard_log";

  /** Said instead of ids that do not fit into one announcement. */
  private static final String MANY = "*";

  private static final int MOST_IDS = 200;

  private static final String INSERT =
      """
      insert into task_log (task_id, number, at, attempt, level, text)
      select * from unnest(?::uuid[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::text[],
                           ?::text[])
      on conflict do nothing
      """;

  private record Line(UUID task, TaskLog.Line line) {}

  @Override
  public void handle(Transaction transaction, List<Received> batch) throws SQLException {
    List<Line> lines = new ArrayList<>();
    for (Received received : batch) {
      if (received.envelope().body() instanceof TaskLog log) {
        log.lines().forEach(line -> lines.add(new Line(log.taskId().value(), line)));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    Connection connection = transaction.connection();
    try (Statement relaxed = connection.createStatement()) {
      relaxed.execute("set local synchronous_commit = off");
    }
    Sight.everything(connection);
    insert(connection, lines);
    announce(connection, lines);
  }

  private static void insert(Connection connection, List<Line> lines) throws SQLException {
    var rows = new Rows<>(lines);
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setArray(1, rows.uuid(connection, Line::task));
      insert.setArray(2, rows.number(connection, row -> row.line().number()));
      insert.setArray(3, rows.time(connection, row -> row.line().at()));
      insert.setArray(4, rows.number(connection, row -> row.line().attempt().value()));
      insert.setArray(5, rows.text(connection, row -> row.line().level().wireName()));
      insert.setArray(6, rows.text(connection, row -> StoredJson.text(row.line().text())));
      insert.executeUpdate();
    }
  }

  private static void announce(Connection connection, List<Line> lines) throws SQLException {
    List<UUID> tasks = lines.stream().map(Line::task).distinct().toList();
    String told =
        tasks.size() > MOST_IDS
            ? MANY
            : tasks.stream().map(UUID::toString).collect(Collectors.joining(","));
    try (PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, told);
      notify.execute();
    }
  }
}
