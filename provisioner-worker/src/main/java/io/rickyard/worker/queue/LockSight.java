package io.rickyard.worker.queue;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds locks and who waits for them, read without a lock of our own. */
public final class LockSight {

  private static final String TICKETS =
      """
      select t.message, h.token, h.held_at, h.lease_until,
             (select count(*) from waiting b where b.lane = t.lane and b.place <= w.place)
        from task t
        left join held h on h.id = t.id
        left join waiting w on w.id = t.id
      """;

  private final Transactions transactions;

  /** Looks through these. */
  public LockSight(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * A lock, or a place in the line for it.
   *
   * @param id the task that holds it or waits
   * @param name the lock's
   * @param organization whose it is
   * @param actor who asked for it
   * @param askedAt when
   * @param lease how long it is held without being renewed
   * @param position 0 for the holder, 1 for who is next
   * @param token grows with each holder, so that what the lock guards can refuse an older one
   * @param heldAt since when it is held
   * @param leaseUntil when it is taken back
   */
  public record Ticket(
      TaskId id,
      String name,
      OrganizationId organization,
      Actor actor,
      Instant askedAt,
      Duration lease,
      int position,
      @Nullable Long token,
      @Nullable Instant heldAt,
      @Nullable Instant leaseUntil) {}

  /** The one with that id, unless it has ended. */
  public Optional<Ticket> find(TaskId id) {
    return transactions.call(transaction -> {
      try (var select =
          transaction
              .connection()
              .prepareStatement(TICKETS + " where t.id = ? and t.type = 'lock.hold'")) {
        select.setObject(1, id.value());
        return tickets(select).stream().findFirst();
      }
    });
  }

  /** All of an organization, by name, and within one name in the order of their turns. */
  public List<Ticket> of(OrganizationId organization) {
    return transactions.call(transaction -> {
      try (var select =
          transaction
              .connection()
              .prepareStatement(
                  TICKETS
                      + " where t.organization = ? and t.type = 'lock.hold' order by t.lane, h.id is null, w.place")) {
        select.setString(1, organization.value());
        return tickets(select);
      }
    });
  }

  private static List<Ticket> tickets(PreparedStatement select) throws SQLException {
    List<Ticket> tickets = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        AcceptedTask task = TaskTable.read(rows.getBytes(1));
        LockHold lock = task.lock().orElseThrow();
        tickets.add(
            new Ticket(
                task.id(),
                lock.name(),
                task.organization(),
                task.command().actor(),
                task.submit().submittedAt(),
                lock.lease(),
                rows.getInt(5),
                rows.getObject(2, Long.class),
                time(rows, 3),
                time(rows, 4)));
      }
    }
    return tickets;
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
