package io.rickyard.org.jdbc;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.schedule.NewSchedule;
import io.rickyard.org.schedule.Schedule;
import io.rickyard.org.schedule.ScheduleId;
import io.rickyard.org.schedule.ScheduleRules;
import io.rickyard.org.schedule.ScheduleRun;
import io.rickyard.org.schedule.ScheduleState;
import io.rickyard.org.schedule.Schedules;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code schedule}, as far as people change it. */
final class ScheduleTable implements Schedules {

  private static final String LISTED =
      ScheduleRows.COLUMNS
          + """
           where (?::text is null or organization_id = ?) and (?::uuid is null or id > ?)
           order by id limit ?
          """;

  private static final String LOCK_ORGANIZATION =
      "select id from organization where id = ? for no key update";

  private static final String COUNT =
      "select count(*) from schedule where organization_id = ? and state <> 'ended'";

  private static final String QUOTE = "\"";

  private static final String DELETE = "delete from schedule where id = ?";

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;
  private final AcceptanceTransaction acceptances;
  private final Announcements announcements;
  private final ScheduleRules rules;
  private final Clock clock;
  private volatile Runnable sooner = () -> {};

  ScheduleTable(
      Sessions sessions,
      IdempotencyKeyTable keys,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      ScheduleRules rules,
      Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.acceptances = acceptances;
    this.announcements = announcements;
    this.rules = rules;
    this.clock = clock;
  }

  /** Who is told when a schedule may be due sooner than any before it. */
  void onSooner(Runnable wake) {
    sooner = wake;
  }

  @Override
  public Schedule create(Deed deed, NewSchedule wanted, @Nullable IdempotencyKey key) {
    return sessions.as(
        deed.principal(),
        session -> {
          if (key == null) {
            return create(session, deed, wanted);
          }
          var before = keys.take(session, key);
          if (before.isPresent()) {
            return ScheduleRows.find(session, kept(before.get().answer()));
          }
          var made = create(session, deed, wanted);
          keys.keep(session, key, QUOTE + made.id() + QUOTE, null);
          return made;
        });
  }

  @Override
  public List<Schedule> of(
      UserId user, Optional<OrganizationId> organization, Optional<ScheduleId> after, int limit) {
    return sessions.as(
        user,
        session -> {
          organization.ifPresent(one -> {
            var _ = session.role(one, "organization");
          });
          var slug = organization.map(OrganizationId::value).orElse(null);
          var last = after.map(ScheduleId::value).orElse(null);
          try (PreparedStatement select = session.connection().prepareStatement(LISTED)) {
            select.setString(1, slug);
            select.setString(2, slug);
            select.setObject(3, last, Types.OTHER);
            select.setObject(4, last, Types.OTHER);
            select.setInt(5, limit);
            return ScheduleRows.read(select);
          }
        });
  }

  @Override
  public Schedule get(UserId user, ScheduleId id) {
    return sessions.as(user, session -> ScheduleRows.find(session, id));
  }

  @Override
  public List<ScheduleRun> runs(UserId user, ScheduleId id, int limit) {
    return sessions.as(
        user,
        session -> {
          var schedule = ScheduleRows.find(session, id);
          return ScheduleRunTable.last(session.connection(), schedule.id(), limit);
        });
  }

  @Override
  public Schedule change(Deed deed, ScheduleId id, ScheduleState.Change change) {
    return sessions.as(
        deed.principal(),
        session -> {
          var schedule = ScheduleRows.lock(session, id);
          session.require(
              schedule.organization(),
              schedule.task().project(),
              Permission.SCHEDULE_CHANGE,
              "schedule");
          return switch (ScheduleState.decide(schedule.state(), change)) {
            case ScheduleState.Decision.Unchanged() -> schedule;
            case ScheduleState.Decision.Denied(Refusal refusal, String because) ->
                throw new Refused(refusal, because);
            case ScheduleState.Decision.Becomes(ScheduleState next) ->
                become(session, deed, schedule, next);
          };
        });
  }

  @Override
  public Acceptance runNow(Deed deed, ScheduleId id, @Nullable IdempotencyKey key) {
    var at = now();
    return sessions.as(
        deed.principal(),
        session -> {
          var schedule = ScheduleRows.find(session, id);
          session.require(
              schedule.organization(),
              schedule.task().project(),
              Permission.SCHEDULE_CHANGE,
              "schedule");
          var acceptance =
              acceptances.accept(
                  session,
                  new WorkOrder(
                      deed,
                      schedule.task().work(schedule.organization()),
                      schedule.task().terms(schedule.id(), schedule.overlap()),
                      key));
          if (!acceptance.replayed()) {
            ScheduleRunTable.insert(
                session.connection(),
                schedule,
                new ScheduleRun(
                    at, true, ScheduleRun.Outcome.ACCEPTED, null, acceptance.taskId(), at));
          }
          return acceptance;
        });
  }

  @Override
  public void delete(Deed deed, ScheduleId id) {
    sessions.as(
        deed.principal(),
        session -> {
          var schedule = ScheduleRows.lock(session, id);
          session.require(
              schedule.organization(),
              schedule.task().project(),
              Permission.SCHEDULE_DELETE,
              "schedule");
          try (PreparedStatement delete = session.connection().prepareStatement(DELETE)) {
            delete.setObject(1, id.value());
            delete.executeUpdate();
          }
          audit(session, deed, schedule, "schedule.delete", now());
          return id;
        });
  }

  private Schedule create(Session session, Deed deed, NewSchedule wanted) throws SQLException {
    var at = now();
    var organization = organization(session, wanted);
    session.require(
        organization, wanted.task().project(), Permission.SCHEDULE_CREATE, "organization");
    if (wanted.needsAdministrator()) {
      session.require(organization, Permission.QUEUE_CHANGE, "organization");
    }
    requireRoom(session, organization);
    var schedule = rules.make(wanted, organization, deed.principal(), at);
    ScheduleRows.insert(session.connection(), schedule);
    audit(session, deed, schedule, "schedule.create", at);
    session.transaction().afterCommit(sooner);
    return schedule;
  }

  private Schedule become(Session session, Deed deed, Schedule schedule, ScheduleState next)
      throws SQLException {
    var lender =
        schedule.state() == ScheduleState.SUSPENDED ? deed.principal() : schedule.principal();
    var changed = schedule.become(next, lender);
    ScheduleRows.move(session.connection(), changed);
    String verb = next == ScheduleState.PAUSED ? "schedule.pause" : "schedule.resume";
    audit(session, deed, changed, verb, now());
    session.transaction().afterCommit(sooner);
    return changed;
  }

  /** The answer kept under an idempotency key is the id, as a text in JSON. */
  private static ScheduleId kept(String answer) {
    return ScheduleId.parse(answer.replace(QUOTE, ""));
  }

  private static OrganizationId organization(Session session, NewSchedule wanted)
      throws SQLException {
    var project = wanted.task().project();
    if (project == null) {
      return requireNonNull(wanted.organization(), "organization");
    }
    var owner = ProjectTable.find(session, project).organization();
    if (wanted.organization() != null && !wanted.organization().equals(owner)) {
      throw Refused.notFound("project");
    }
    return owner;
  }

  /** The lock makes the count exact: nobody else adds a schedule that it would miss. */
  private void requireRoom(Session session, OrganizationId organization) throws SQLException {
    try (PreparedStatement lock = session.connection().prepareStatement(LOCK_ORGANIZATION);
        PreparedStatement count = session.connection().prepareStatement(COUNT)) {
      lock.setString(1, organization.value());
      lock.execute();
      count.setString(1, organization.value());
      try (ResultSet row = count.executeQuery()) {
        if (row.next() && row.getLong(1) >= rules.mostSchedules()) {
          throw new Refused(
              Refusal.SCHEDULE_LIMIT_REACHED,
              "The organization has its %d schedules".formatted(rules.mostSchedules()));
        }
      }
    }
  }

  private void audit(Session session, Deed deed, Schedule schedule, String action, Instant at)
      throws SQLException {
    announcements.write(
        session.transaction(),
        deed,
        schedule.organization(),
        at,
        new Announcements.Done(action, schedule.id().toString(), "done"),
        List.of());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
