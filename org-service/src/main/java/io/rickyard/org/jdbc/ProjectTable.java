package io.rickyard.org.jdbc;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.project.Projects;
import io.rickyard.org.project.Region;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The table {@code project}, as far as nothing is accepted. */
final class ProjectTable implements Projects {

  private static final String COLUMNS =
      "select ref, number, organization_id, name, region, profile, limits::text, desired, generation,"
          + " created_at, drift_policy, compose_project, parent_ref from project ";

  private static final String LISTED =
      COLUMNS
          + "where desired <> 'deleted' and (?::text is null or organization_id = ?) order by number";

  private static final String ONE = COLUMNS + "where ref = ?";

  /** Not {@code for update}: a row may be pointed at while it is changed. */
  private static final String LOCKED = ONE + " for no key update";

  private static final String RENAME = "update project set name = ? where ref = ?";

  private static final String CHOOSE = "update project set drift_policy = ? where ref = ?";

  private final Sessions sessions;
  private final Announcements announcements;
  private final Clock clock;

  ProjectTable(Sessions sessions, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public List<Project> of(UserId user, Optional<OrganizationId> organization) {
    return sessions.as(
        user,
        session -> {
          organization.ifPresent(id -> session.role(id, "organization"));
          try (PreparedStatement select = session.connection().prepareStatement(LISTED)) {
            String only = organization.map(OrganizationId::value).orElse(null);
            select.setString(1, only);
            select.setString(2, only);
            return read(select);
          }
        });
  }

  @Override
  public Project get(UserId user, ProjectRef ref) {
    return sessions.as(user, session -> find(session, ref));
  }

  @Override
  public Project rename(Deed deed, ProjectRef ref, DisplayName name) {
    return change(
        deed,
        ref,
        new Note("project.rename", RENAME, name.value()),
        at -> new OrganizationEvent.ProjectRenamed(at, ref, name.value()),
        project -> project.named(name));
  }

  @Override
  public Project choose(Deed deed, ProjectRef ref, @Nullable DriftPolicy policy) {
    return change(
        deed,
        ref,
        new Note("project.drift_policy", CHOOSE, policy == null ? null : policy.wireName()),
        at -> new OrganizationEvent.ProjectDriftPolicyChosen(at, ref, policy),
        project -> project.under(policy));
  }

  /** What is written: under which name it is audited, the statement and its value. */
  private record Note(String action, String sql, @Nullable String value) {}

  /** Changes something that makes no new desired state. */
  private Project change(
      Deed deed,
      ProjectRef ref,
      Note note,
      Function<Instant, OrganizationEvent> told,
      UnaryOperator<Project> changed) {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return sessions.as(
        deed.principal(),
        session -> {
          var project = lock(session, ref);
          session.require(project.organization(), ref, Permission.PROJECT_CHANGE, "project");
          if (project.desired() == DesiredState.DELETED) {
            throw new Refused(Refusal.PROJECT_DELETED, "The project shall be gone");
          }
          try (PreparedStatement update = session.connection().prepareStatement(note.sql())) {
            update.setString(1, note.value());
            update.setString(2, ref.value());
            update.executeUpdate();
          }
          announcements.write(
              session.transaction(),
              deed,
              project.organization(),
              at,
              new Announcements.Done(note.action(), ref.value(), "done"),
              List.of(told.apply(at)));
          return changed.apply(project);
        });
  }

  /** A project that the session's user may know of. */
  static Project find(Session session, ProjectRef ref) throws SQLException {
    return one(session, ONE, ref);
  }

  /** The same, and nobody else changes it until the transaction ends. */
  static Project lock(Session session, ProjectRef ref) throws SQLException {
    return one(session, LOCKED, ref);
  }

  static Project row(ResultSet row) throws SQLException {
    return new Project(
        new ProjectRef(row.getString("ref")),
        row.getLong("number"),
        new OrganizationId(row.getString("organization_id")),
        new DisplayName(row.getString("name")),
        new Region(row.getString("region")),
        StackProfile.named(row.getString("profile")),
        StoredLimits.read(row.getString("limits")),
        DesiredState.named(row.getString("desired")),
        new Generation(row.getLong("generation")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        drift(row.getString("drift_policy")),
        row.getString("compose_project"),
        parent(row.getString("parent_ref")));
  }

  private static @Nullable ProjectRef parent(@Nullable String ref) {
    return ref == null ? null : new ProjectRef(ref);
  }

  private static @Nullable DriftPolicy drift(@Nullable String policy) {
    return policy == null ? null : DriftPolicy.named(policy);
  }

  /** The same for who sees all rows, of whatever organization it is. */
  static Project lockAnybodys(Session session, ProjectRef ref) throws SQLException {
    return seen(session, LOCKED, ref);
  }

  private static Project one(Session session, String sql, ProjectRef ref) throws SQLException {
    var project = seen(session, sql, ref);
    var _ = session.role(project.organization(), "project");
    return project;
  }

  private static Project seen(Session session, String sql, ProjectRef ref) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(sql)) {
      select.setString(1, ref.value());
      return read(select).stream().findFirst().orElseThrow(() -> Refused.notFound("project"));
    }
  }

  private static List<Project> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Project>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return List.copyOf(found);
  }
}
