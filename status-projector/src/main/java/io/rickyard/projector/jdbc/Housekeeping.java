package io.rickyard.projector.jdbc;

import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.persistence.DatabaseUnavailable;
import io.rickyard.persistence.Transactions;
import io.rickyard.projector.query.Sight;
import io.rickyard.projector.retention.Retention;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be done now and then: partitions ahead of the head, another try for what is parked,
 * and the end of what was kept long enough. Deletes in small portions; several instances may do so
 * at once.
 */
@Singleton
public final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int PORTION = 2_000;
  private static final int PARKED_AT_ONCE = 100;
  private static final long AHEAD = 1_000_000;

  private static final String FORGET_EVENTS =
      """
      delete from event_log where sequence in (
        select sequence from event_log
         where sequence < (select oldest from event_head)
         order by sequence limit ?)
      """;

  private static final String FORGET_LINES =
      """
      delete from task_log where ctid = any (array(
        select ctid from task_log where at < ?::timestamptz limit ?))
      """;

  /** Ids grow with time, so the oldest tasks come first in the primary key. */
  private static final String FORGET_TASKS =
      """
      with gone as (
        delete from task where id in (
          select id from task
           where id < ?::uuid and ended_at < ?::timestamptz
           order by id limit ?)
        returning id),
      labels as (delete from task_label using gone where task_id = gone.id),
      attempts as (delete from task_attempt using gone where task_id = gone.id),
      lines as (delete from task_log using gone where task_id = gone.id)
      select count(*) from gone
      """;

  private static final String FORGET_STACKS =
      "delete from stack where status = 'REMOVED' and changed_at < ?::timestamptz";

  private final Transactions transactions;
  private final EventLog log;
  private final StatusWriter writer;
  private final Retention retention;
  private final Clock clock;

  Housekeeping(
      Transactions transactions,
      EventLog log,
      StatusWriter writer,
      Retention retention,
      Clock clock) {
    this.transactions = transactions;
    this.log = log;
    this.writer = writer;
    this.retention = retention;
    this.clock = clock;
  }

  /** Makes partitions before they are needed, so that no commit has to. */
  @Scheduled(fixedDelay = "10s", initialDelay = "1s")
  void extend() {
    attempt(
        "extend",
        () ->
            transactions.run(transaction ->
                log.extend(transaction, log.head(transaction.connection()) + AHEAD)));
  }

  /** Tries parked entities again. */
  @Scheduled(fixedDelay = "5s", initialDelay = "2s")
  void replay() {
    attempt("replay", () -> writer.replayParked(PARKED_AT_ONCE));
  }

  /** Ends what was kept long enough. */
  @Scheduled(fixedDelay = "1m", initialDelay = "20s")
  public void forget() {
    attempt("forget_events", this::forgetEvents);
    attempt(
        "forget_lines",
        () ->
            portions(connection -> {
              try (PreparedStatement delete = connection.prepareStatement(FORGET_LINES)) {
                delete.setString(1, before(retention.logs()).toString());
                delete.setInt(2, PORTION);
                return delete.executeUpdate();
              }
            }));
    attempt("forget_tasks", this::forgetTasks);
  }

  private void forgetEvents() {
    execute("select event_log_forget(?::timestamptz)", before(retention.events()).toString());
    transactions.run(transaction -> {
      try (PreparedStatement drop =
          transaction.connection().prepareStatement("select event_log_drop_forgotten()")) {
        drop.execute();
      }
    });
    portions(connection -> {
      try (PreparedStatement delete = connection.prepareStatement(FORGET_EVENTS)) {
        delete.setInt(1, PORTION);
        return delete.executeUpdate();
      }
    });
  }

  private void forgetTasks() {
    Instant before = before(retention.tasks());
    portions(connection -> {
      try (PreparedStatement delete = connection.prepareStatement(FORGET_TASKS)) {
        delete.setString(1, firstIdAt(before).toString());
        delete.setString(2, before.toString());
        delete.setInt(3, PORTION);
        try (ResultSet gone = delete.executeQuery()) {
          gone.next();
          return gone.getInt(1);
        }
      }
    });
    execute(FORGET_STACKS, before.toString());
  }

  private void execute(String sql, String time) {
    transactions.run(transaction -> {
      Sight.everything(transaction.connection());
      try (PreparedStatement statement = transaction.connection().prepareStatement(sql)) {
        statement.setString(1, time);
        statement.execute();
      }
    });
  }

  @FunctionalInterface
  private interface Portion {
    int delete(Connection connection) throws SQLException;
  }

  private void portions(Portion portion) {
    int deleted;
    do {
      deleted =
          transactions.call(transaction -> {
            Sight.everything(transaction.connection());
            return portion.delete(transaction.connection());
          });
    } while (deleted == PORTION);
  }

  private Instant before(Duration kept) {
    return clock.instant().minus(kept);
  }

  /** The least UUIDv7 of a time. */
  static UUID firstIdAt(Instant time) {
    return new UUID((time.toEpochMilli() << 16) | 0x7000, 0x8000_0000_0000_0000L);
  }

  /** A database that is away is tried again at the next turn. */
  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (DatabaseUnavailable e) {
      LOG.warn(
          "event=housekeeping_postponed what={} follows=\"tries again\" reason=\"{}\"",
          what,
          e.getMessage());
    }
  }
}
