package io.rickyard.org.jdbc;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.acceptance.TaskTerms;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.idle.IdleStop;
import io.rickyard.org.idle.IdleStops;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.project.ProjectChange;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code idle_stop}. Pausing and waking are ordinary acceptances, in the name of who
 * asked for it, decided under the project's lock: of many that ask at once one is accepted.
 */
final class IdleStopTable implements IdleStops {

  private static final Logger LOG = LoggerFactory.getLogger(IdleStopTable.class);

  private static final String ACTOR = "idle-stop";

  private static final String COLUMNS =
      """
      select i.project_ref, i.organization_id, i.principal, i.after_seconds, i.used_at,
             p.desired = 'paused' and p.generation = i.stopped_generation as asleep
        from idle_stop i join project p on p.ref = i.project_ref
      """;

  private static final String ONE = COLUMNS + " where i.project_ref = ?";

  private static final String UNUSED =
      " p.desired = 'active' and i.used_at + make_interval(secs => i.after_seconds) <= clock_timestamp()";

  private static final String DUE = COLUMNS + " where" + UNUSED + " order by i.used_at limit ?";

  private static final String STILL_DUE = ONE + " and" + UNUSED;

  private static final String SET =
      """
      insert into idle_stop (project_ref, organization_id, principal, after_seconds, used_at)
      values (?, ?, ?, ?, clock_timestamp())
      on conflict (project_ref) do update
        set principal = excluded.principal, after_seconds = excluded.after_seconds,
            used_at = excluded.used_at
      """;

  private static final String USED =
      "update idle_stop set used_at = clock_timestamp() where project_ref = any (?)";

  private static final String STOPPED =
      "update idle_stop set stopped_generation = ? where project_ref = ?";

  private static final String REMOVE = "delete from idle_stop where project_ref = ?";

  private final Sessions sessions;
  private final AcceptanceTransaction acceptances;
  private final Announcements announcements;
  private final Clock clock;

  IdleStopTable(
      Sessions sessions,
      AcceptanceTransaction acceptances,
      Announcements announcements,
      Clock clock) {
    this.sessions = sessions;
    this.acceptances = acceptances;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public IdleStop get(UserId user, ProjectRef ref) {
    return sessions.as(
        user,
        session -> {
          var project = ProjectTable.find(session, ref);
          return find(session.connection(), project.ref())
              .orElseThrow(() -> Refused.notFound("idle stop"));
        });
  }

  @Override
  public IdleStop set(Deed deed, ProjectRef ref, Duration after) {
    return sessions.as(
        deed.principal(),
        session -> {
          var project = changeable(session, ref);
          requireEntrance(project);
          try (PreparedStatement set = session.connection().prepareStatement(SET)) {
            set.setString(1, ref.value());
            set.setString(2, project.organization().value());
            set.setObject(3, deed.principal().value());
            set.setLong(4, after.toSeconds());
            set.executeUpdate();
          }
          audit(session, deed, project, "project.idle_stop");
          return find(session.connection(), ref)
              .orElseThrow(() -> new IllegalStateException("What was written is not there"));
        });
  }

  @Override
  public void remove(Deed deed, ProjectRef ref) {
    sessions.as(
        deed.principal(),
        session -> {
          var project = changeable(session, ref);
          if (gone(session, ref) > 0) {
            audit(session, deed, project, "project.no_idle_stop");
          }
          return project;
        });
  }

  @Override
  public List<ProjectRef> due(int limit) {
    return sessions.asInstallation(transaction -> {
      try (PreparedStatement select = transaction.connection().prepareStatement(DUE)) {
        select.setInt(1, limit);
        return read(select).stream().map(IdleStop::project).toList();
      }
    });
  }

  @Override
  public void used(Collection<ProjectRef> projects) {
    var _ = sessions.asInstallation(transaction -> touch(transaction.connection(), projects));
  }

  @Override
  public boolean stop(ProjectRef ref) {
    return asItsPrincipal(
            ref,
            session -> {
              var _ = ProjectTable.lock(session, ref);
              var due = one(session.connection(), STILL_DUE, ref);
              if (due.isEmpty()) {
                return false;
              }
              var accepted = change(session, due.get(), ProjectChange.PAUSE);
              stopped(session, ref, accepted.generation().value());
              return true;
            })
        .orElse(false);
  }

  @Override
  public boolean wake(ProjectRef ref) {
    return asItsPrincipal(
            ref,
            session -> {
              var project = ProjectTable.lock(session, ref);
              var stop = find(session.connection(), ref);
              if (stop.isEmpty() || !stop.get().asleep()) {
                return project.desired() == DesiredState.ACTIVE;
              }
              var _ = change(session, stop.get(), ProjectChange.RESUME);
              stopped(session, ref, null);
              return true;
            })
        .orElse(false);
  }

  /** Since a change of a project is a use of it; one that shall be gone needs nothing more. */
  static void changed(Session session, Project project) throws SQLException {
    if (project.desired() == DesiredState.DELETED) {
      var _ = gone(session, project.ref());
    } else {
      var _ = touch(session.connection(), List.of(project.ref()));
    }
  }

  /** Nothing happens where nobody asked for it, or who did may do so no more. */
  private Optional<Boolean> asItsPrincipal(ProjectRef ref, Sessions.UserWork<Boolean> work) {
    var wanted = sessions.asInstallation(transaction -> find(transaction.connection(), ref));
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(sessions.as(wanted.get().principal(), work));
    } catch (Refused refused) {
      if (refused.refusal() == Refusal.BUSY) {
        throw refused;
      }
      LOG.warn(
          "project={} idle_stop=refused principal={} repairs=\"a developer sets it again\" reason=\"{}\"",
          ref,
          wanted.get().principal(),
          refused.getMessage());
      used(List.of(ref));
      return Optional.empty();
    }
  }

  private Project change(Session session, IdleStop stop, ProjectChange change) throws SQLException {
    var deed =
        new Deed(
            new Actor(Actor.Kind.SYSTEM, ACTOR, stop.principal().toString()),
            stop.principal(),
            new CorrelationId(MessageId.next().toString()),
            null,
            null);
    var acceptance =
        acceptances.accept(
            session,
            new WorkOrder(
                deed,
                new Work.Change(stop.project(), change),
                TaskTerms.NONE,
                null,
                TaskId.next()));
    var project = acceptance.project();
    if (project == null) {
      throw new IllegalStateException("A change of " + stop.project() + " names no project");
    }
    return project;
  }

  private static Project changeable(Session session, ProjectRef ref) throws SQLException {
    var project = ProjectTable.lock(session, ref);
    session.require(project.organization(), ref, Permission.PROJECT_CHANGE, "project");
    if (project.desired() == DesiredState.DELETED) {
      throw new Refused(Refusal.PROJECT_DELETED, "The project shall be gone");
    }
    return project;
  }

  private static void requireEntrance(Project project) {
    if (project.profile() == StackProfile.DATABASE) {
      throw new Refused(
          Refusal.INVALID,
          "A project of the profile database has no gateway, so no request could wake it");
    }
  }

  private void audit(Session session, Deed deed, Project project, String action)
      throws SQLException {
    announcements.write(
        session.transaction(),
        deed,
        project.organization(),
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        new Announcements.Done(action, project.ref().value(), "done"),
        List.of());
  }

  private static void stopped(Session session, ProjectRef ref, @Nullable Long generation)
      throws SQLException {
    try (PreparedStatement update = session.connection().prepareStatement(STOPPED)) {
      update.setObject(1, generation, Types.BIGINT);
      update.setString(2, ref.value());
      update.executeUpdate();
    }
  }

  private static int gone(Session session, ProjectRef ref) throws SQLException {
    try (PreparedStatement remove = session.connection().prepareStatement(REMOVE)) {
      remove.setString(1, ref.value());
      return remove.executeUpdate();
    }
  }

  private static int touch(Connection connection, Collection<ProjectRef> projects)
      throws SQLException {
    var refs = projects.stream().map(ProjectRef::value).toArray();
    try (PreparedStatement used = connection.prepareStatement(USED)) {
      used.setArray(1, connection.createArrayOf("text", refs));
      return used.executeUpdate();
    }
  }

  private static Optional<IdleStop> find(Connection connection, ProjectRef ref)
      throws SQLException {
    return one(connection, ONE, ref);
  }

  private static Optional<IdleStop> one(Connection connection, String sql, ProjectRef ref)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, ref.value());
      return read(select).stream().findFirst();
    }
  }

  private static List<IdleStop> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<IdleStop>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new IdleStop(
                new ProjectRef(rows.getString("project_ref")),
                new OrganizationId(rows.getString("organization_id")),
                new UserId(rows.getObject("principal", UUID.class)),
                Duration.ofSeconds(rows.getLong("after_seconds")),
                rows.getObject("used_at", OffsetDateTime.class).toInstant(),
                rows.getBoolean("asleep")));
      }
    }
    return List.copyOf(found);
  }
}
