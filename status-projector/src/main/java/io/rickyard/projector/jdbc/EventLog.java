package io.rickyard.projector.jdbc;

import io.rickyard.messaging.Transaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The order in which everything became visible. Appending is the last thing a transaction does:
 *
 * <ol>
 *   <li>It takes a range of sequences from the one row of {@code event_head}, and with it a lock
 *       that it keeps until the commit.
 *   <li>It writes its rows and announces the new head, which PostgreSQL delivers at the commit.
 * </ol>
 *
 * So sequences become visible in their order and without gaps, however many instances write.
 */
@Singleton
public final class EventLog {

  /** The channel on which a new head is announced. */
  public static final String CHANNEL = "rickyard_status";

  private static final String TAKE =
      "update event_head set sequence = sequence + ? returning epoch, sequence";

  private static final String APPEND =
      """
      insert into event_log
             (sequence, epoch, organization, project, task, kind, events, payload)
      select ? + entry.place, ?, entry.organization, entry.project, entry.task, entry.kind,
             string_to_array(entry.events, ','), entry.payload::json
        from unnest(?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[])
             with ordinality
             as entry (organization, project, task, kind, events, payload, place)
      """;

  private final AtomicLong partitionsEnd = new AtomicLong();

  /** Appends what a transaction changed; nothing may follow but its commit. */
  public void append(Transaction transaction, List<LogEntry> entries) throws SQLException {
    if (entries.isEmpty()) {
      return;
    }
    Connection connection = transaction.connection();
    long epoch;
    long last;
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setLong(1, entries.size());
      try (ResultSet head = take.executeQuery()) {
        head.next();
        epoch = head.getLong(1);
        last = head.getLong(2);
      }
    }
    if (last >= partitionsEnd.get()) {
      extend(transaction, last);
    }
    insert(connection, epoch, last - entries.size(), entries);
    try (PreparedStatement announce = connection.prepareStatement("select pg_notify(?, ?)")) {
      announce.setString(1, CHANNEL);
      announce.setString(2, epoch + "-" + last);
      announce.execute();
    }
  }

  /** The sequence of the last change. */
  public long head(Connection connection) throws SQLException {
    try (PreparedStatement head = connection.prepareStatement("select sequence from event_head");
        ResultSet row = head.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Makes partitions up to a sequence. */
  public void extend(Transaction transaction, long sequence) throws SQLException {
    try (PreparedStatement extend =
        transaction.connection().prepareStatement("select event_log_extend(?)")) {
      extend.setLong(1, sequence);
      try (ResultSet end = extend.executeQuery()) {
        end.next();
        long reached = end.getLong(1);
        // Not before the commit: what was rolled back has no partitions.
        transaction.afterCommit(() -> partitionsEnd.accumulateAndGet(reached, Math::max));
      }
    }
  }

  private static void insert(Connection connection, long epoch, long before, List<LogEntry> entries)
      throws SQLException {
    var columns = new Rows<>(entries);
    try (PreparedStatement append = connection.prepareStatement(APPEND)) {
      append.setLong(1, before);
      append.setLong(2, epoch);
      append.setArray(3, columns.text(connection, LogEntry::organization));
      append.setArray(4, columns.text(connection, LogEntry::project));
      append.setArray(5, columns.uuid(connection, LogEntry::task));
      append.setArray(6, columns.text(connection, entry -> entry.kind().column()));
      append.setArray(7, columns.text(connection, entry -> String.join(",", entry.events())));
      append.setArray(8, columns.text(connection, LogEntry::payload));
      append.executeUpdate();
    }
  }
}
