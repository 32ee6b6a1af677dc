package io.rickyard.org.jdbc;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TraceContext;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.messaging.Transaction;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.schedule.DueSchedules;
import io.rickyard.org.schedule.RefusedRun;
import io.rickyard.org.schedule.Schedule;
import io.rickyard.org.schedule.ScheduleId;
import io.rickyard.org.schedule.ScheduleRules;
import io.rickyard.org.schedule.ScheduleRun;
import io.rickyard.service.trace.Span;
import io.rickyard.service.trace.SpanAttribute;
import io.rickyard.service.trace.SpanKind;
import io.rickyard.service.trace.Tracing;
import io.rickyard.service.trace.TransactionSpans;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code schedule}, as far as time changes it.
 *
 * <ol>
 *   <li>The row is locked; whoever finds it locked or moved on has nothing to do.
 *   <li>The task is accepted with the rights that the schedule's maker has at this moment, as for a
 *       person.
 *   <li>The row moves on and the run is written down. One commit for all of it: a crash before it
 *       leaves the schedule due, a crash after it leaves the command in the outbox.
 *   <li>A refusal rolls that back, and is written down in a transaction of its own.
 * </ol>
 */
final class DueScheduleTable implements DueSchedules {

  private static final String NEXT = "select min(next_at) from schedule where state = 'active'";

  private static final String DUE =
      """
      select id, organization_id, principal
        from schedule where state = 'active' and next_at <= ? order by next_at limit ?
      """;

  private static final String CLAIM =
      ScheduleRows.COLUMNS
          + " where id = ? and state = 'active' and next_at <= ? for no key update skip locked";

  private final Sessions sessions;
  private final AcceptanceTransaction acceptances;
  private final Announcements announcements;
  private final ScheduleRules rules;
  private final Tracing tracing;

  DueScheduleTable(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      ScheduleRules rules,
      Tracing tracing) {
    this.sessions = sessions;
    this.acceptances = acceptances;
    this.announcements = announcements;
    this.rules = rules;
    this.tracing = tracing;
  }

  @Override
  public Optional<Instant> nextDue() {
    return sessions.asInstallation(transaction -> {
      try (PreparedStatement select = transaction.connection().prepareStatement(NEXT);
          ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)
            : Optional.empty();
      }
    });
  }

  @Override
  public List<Waiting> due(Instant now, int limit) {
    return sessions.asInstallation(transaction -> {
      try (PreparedStatement select = transaction.connection().prepareStatement(DUE)) {
        select.setObject(1, ScheduleRows.time(now));
        select.setInt(2, limit);
        var due = new ArrayList<Waiting>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            due.add(
                new Waiting(
                    new ScheduleId(rows.getObject(1, UUID.class)),
                    new OrganizationId(rows.getString(2)),
                    new UserId(rows.getObject(3, UUID.class))));
          }
        }
        return List.copyOf(due);
      }
    });
  }

  @Override
  public boolean run(Waiting waiting, Instant now) {
    var at = now.truncatedTo(ChronoUnit.MICROS);
    try {
      return sessions.as(waiting.principal(), session -> act(session, waiting, at));
    } catch (Refused refused) {
      return settle(waiting, RefusedRun.of(refused.refusal()), at);
    }
  }

  @Override
  public void setAside(Waiting waiting, Instant now) {
    settle(waiting, new RefusedRun.Suspends("internal_error"), now.truncatedTo(ChronoUnit.MICROS));
  }

  private boolean act(Session session, Waiting waiting, Instant at) throws SQLException {
    session.see(List.of(waiting.organization()));
    var claimed = claim(session.connection(), waiting.id(), at);
    if (claimed.isEmpty()) {
      return false;
    }
    var schedule = claimed.get();
    session.seeOwn();
    session.require(
        schedule.organization(),
        schedule.task().project(),
        Permission.SCHEDULE_CHANGE,
        "organization");
    var due = rules.decide(schedule, at);
    if (due.passedOver() != null) {
      ScheduleRunTable.insert(
          session.connection(),
          schedule,
          new ScheduleRun(
              due.passedOver(), false, ScheduleRun.Outcome.SKIPPED, "missed", null, at));
    }
    if (due.run() != null) {
      accept(session, schedule, due.run(), at);
    }
    ScheduleRows.move(session.connection(), schedule.movedTo(due.next()));
    return true;
  }

  private void accept(Session session, Schedule schedule, Instant occurrence, Instant at)
      throws SQLException {
    var span = begin(session, schedule);
    var acceptance =
        acceptances.accept(
            session,
            new WorkOrder(
                deed(schedule, span.context()),
                schedule.task().work(schedule.organization()),
                schedule.task().terms(schedule.id(), schedule.overlap()),
                null,
                schedule.id().taskAt(occurrence)));
    ScheduleRunTable.insert(
        session.connection(),
        schedule,
        new ScheduleRun(
            occurrence, false, ScheduleRun.Outcome.ACCEPTED, null, acceptance.taskId(), at));
  }

  /** Writes down why an occurrence became no task. */
  private boolean settle(Waiting waiting, RefusedRun refused, Instant at) {
    return sessions.asInstallation(transaction -> {
      var claimed = claim(transaction.connection(), waiting.id(), at);
      if (claimed.isEmpty()) {
        return false;
      }
      var schedule = claimed.get();
      return switch (refused) {
        case RefusedRun.Later() -> false;
        case RefusedRun.Passes(String reason) -> {
          var due = rules.decide(schedule, at);
          record(transaction, schedule, requireNonNullElse(due.run(), dueAt(schedule)), reason, at);
          ScheduleRows.move(transaction.connection(), schedule.movedTo(due.next()));
          yield true;
        }
        case RefusedRun.Suspends(String reason) -> {
          record(transaction, schedule, dueAt(schedule), reason, at);
          ScheduleRows.move(transaction.connection(), schedule.suspended(reason));
          announcements.write(
              transaction,
              deed(schedule, null),
              schedule.organization(),
              at,
              new Announcements.Done("schedule.suspend", schedule.id().toString(), reason),
              List.of());
          yield true;
        }
      };
    });
  }

  private static void record(
      Transaction transaction, Schedule schedule, Instant occurrence, String reason, Instant at)
      throws SQLException {
    ScheduleRunTable.insert(
        transaction.connection(),
        schedule,
        new ScheduleRun(occurrence, false, ScheduleRun.Outcome.REFUSED, reason, null, at));
  }

  private static Optional<Schedule> claim(Connection connection, ScheduleId id, Instant at)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(CLAIM)) {
      select.setObject(1, id.value());
      select.setObject(2, ScheduleRows.time(at));
      return ScheduleRows.read(select).stream().findFirst();
    }
  }

  private static Instant dueAt(Schedule schedule) {
    return requireNonNull(schedule.nextAt(), "A schedule that is due has a time");
  }

  /** What nobody's request sets in motion begins a trace here. */
  private Span begin(Session session, Schedule schedule) {
    var span =
        tracing
            .begin(SpanKind.INTERNAL, "schedule", null)
            .with(SpanAttribute.SCHEDULE, schedule.id())
            .with(SpanAttribute.ORGANIZATION, schedule.organization());
    TransactionSpans.follow(session.transaction(), List.of(span));
    return span;
  }

  private static Deed deed(Schedule schedule, @Nullable TraceContext trace) {
    return new Deed(
        new Actor(Actor.Kind.SCHEDULE, schedule.id().toString(), schedule.principal().toString()),
        schedule.principal(),
        new CorrelationId(MessageId.next().toString()),
        trace,
        null);
  }
}
