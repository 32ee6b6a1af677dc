package io.rickyard.projector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Received;
import io.rickyard.persistence.Transactions;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

@ExtendWith(Infrastructure.class)
class LogWriterIT {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");

  private Transactions transactions;
  private Connection listener;

  @BeforeEach
  void listen(TestDatabase database) throws SQLException {
    database.migrate("status", "io/rickyard/projector/changelog.xml");
    transactions = new Transactions(database.dataSource("status"));
    listener = database.superuser();
    try (Statement statement = listener.createStatement()) {
      statement.execute("listen rickyard_log");
    }
  }

  @AfterEach
  void hangUp() throws SQLException {
    listener.close();
  }

  @Test
  void tasksWithNewLinesAreAnnouncedByTheirIds() throws SQLException {
    // given
    var one = TaskId.next();
    var other = TaskId.next();

    // when
    write(List.of(lines(one, 1), lines(other, 1), lines(one, 2)));

    // then
    assertThat(announced()).containsExactly(one + "," + other);
  }

  @Test
  void moreTasksThanOneAnnouncementHoldsAreAnnouncedAsMany() throws SQLException {
    // given
    List<Received> batch = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      batch.add(lines(TaskId.next(), 1));
    }

    // when
    write(batch);

    // then
    assertThat(announced()).containsExactly("*");
  }

  private void write(List<Received> batch) {
    transactions.run(transaction -> new LogWriter().handle(transaction, batch));
  }

  private List<String> announced() throws SQLException {
    PGNotification[] told = listener.unwrap(PGConnection.class).getNotifications(5_000);
    return told == null
        ? List.of()
        : List.of(told).stream().map(PGNotification::getParameter).toList();
  }

  private static Received lines(TaskId task, long number) {
    var body =
        new TaskLog(
            task,
            List.of(new TaskLog.Line(number, AT, Attempt.FIRST, LogLevel.INFO, "line " + number)));
    return new Received(
        new Position(Topic.LOGS, 0, number),
        task.toString(),
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            task.toString(),
            Version.NONE,
            AT,
            null,
            null,
            null,
            new CorrelationId("request-1"),
            null,
            Actor.system("test"),
            null,
            body),
        Map.of());
  }
}
