package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.team.Team;
import io.rickyard.org.team.TeamId;
import io.rickyard.org.team.TeamSlug;
import io.rickyard.org.team.Teams;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code team}, {@code team_member} and {@code team_project}. They change under the lock
 * of the organization's row, as memberships do: nobody comes into a team while they leave the
 * organization.
 */
final class TeamTable implements Teams {

  private static final String COLUMNS =
      "select id, slug, name, created_at from team where organization_id = ? ";

  private static final String LISTED = COLUMNS + "order by slug";

  private static final String ONE = COLUMNS + "and slug = ?";

  private static final String MEMBERS =
      "select user_id from team_member where team_id = ? order by added_at, user_id";

  private static final String PROJECTS =
      """
      select p.ref, p.name, g.role
        from team_project g join project p on p.ref = g.project_ref
       where g.team_id = ? and p.desired <> 'deleted'
       order by p.number
      """;

  private static final String COUNT = "select count(*) from team where organization_id = ?";

  private static final String INSERT =
      """
      insert into team (id, organization_id, slug, name, created_at) values (?, ?, ?, ?, ?)
      on conflict (organization_id, slug) do nothing
      """;

  private static final String RENAME = "update team set name = ? where id = ?";

  private static final String DELETE = "delete from team where id = ?";

  private static final String IS_MEMBER =
      "select from membership where organization_id = ? and user_id = ?";

  private static final String ADD =
      """
      insert into team_member (team_id, organization_id, user_id, added_at) values (?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String REMOVE = "delete from team_member where team_id = ? and user_id = ?";

  private static final String GIVE =
      """
      insert into team_project (team_id, organization_id, project_ref, role, given_at)
      values (?, ?, ?, ?, ?)
      on conflict (team_id, project_ref) do update set role = excluded.role
        where team_project.role <> excluded.role
      """;

  private static final String TAKE =
      "delete from team_project where team_id = ? and project_ref = ?";

  private static final int MOST_TEAMS = 100;

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;
  private final Announcements announcements;
  private final Clock clock;

  TeamTable(Sessions sessions, IdempotencyKeyTable keys, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.announcements = announcements;
    this.clock = clock;
  }

  /** A row of the table {@code team}. */
  private record Row(TeamId id, TeamSlug slug, DisplayName name, Instant createdAt) {}

  /** A change of a team that was found, which says what it did, if it did something. */
  @FunctionalInterface
  private interface Change {
    @Nullable Done run(Session session, Row team) throws SQLException;
  }

  /** What is told of a change. */
  private record Done(String action, @Nullable String detail, List<OrganizationEvent> events) {
    static Done of(String action, @Nullable String detail, OrganizationEvent event) {
      return new Done(action, detail, List.of(event));
    }
  }

  @Override
  public List<Team> of(UserId user, OrganizationId organization) {
    return sessions.within(
        organization,
        user,
        session -> {
          session.require(organization, Permission.TEAM_READ, "organization");
          var teams = new ArrayList<Team>();
          for (Row row : rows(session, organization)) {
            teams.add(whole(session, organization, row));
          }
          return List.copyOf(teams);
        });
  }

  @Override
  public Team get(UserId user, OrganizationId organization, TeamSlug slug) {
    return sessions.within(
        organization,
        user,
        session -> {
          session.require(organization, Permission.TEAM_READ, "organization");
          return whole(session, organization, find(session, organization, slug));
        });
  }

  @Override
  public Once<TeamSlug> create(Deed deed, @Nullable IdempotencyKey key, Team team) {
    return sessions
        .within(
            team.organization(),
            deed.principal(),
            session -> keys.once(session, key, () -> insert(session, deed, team)))
        .map(TeamSlug::new);
  }

  private String insert(Session session, Deed deed, Team team) throws SQLException {
    var organization = team.organization();
    session.require(organization, Permission.TEAM_CREATE, "organization");
    MembershipTable.lock(session, organization);
    requireRoom(session, organization);
    try (PreparedStatement insert = session.connection().prepareStatement(INSERT)) {
      insert.setObject(1, team.id().value());
      insert.setString(2, organization.value());
      insert.setString(3, team.slug().value());
      insert.setString(4, team.name().value());
      insert.setObject(5, team.createdAt().atOffset(ZoneOffset.UTC));
      if (insert.executeUpdate() != 1) {
        throw new Refused(Refusal.CONFLICT, "There is a team " + team.slug() + " already");
      }
    }
    var created =
        new OrganizationEvent.TeamCreated(
            team.createdAt(), team.id().toString(), team.slug().value(), team.name().value());
    announce(
        session,
        deed,
        organization,
        team.slug(),
        team.createdAt(),
        Done.of("team.create", null, created));
    return team.slug().value();
  }

  @Override
  public Team rename(Deed deed, OrganizationId organization, TeamSlug slug, DisplayName name) {
    return change(
        deed,
        organization,
        slug,
        (session, team) -> {
          if (team.name().equals(name)) {
            return null;
          }
          write(session, RENAME, name.value(), team.id().value());
          return new Done("team.rename", "was " + team.name(), List.of());
        });
  }

  @Override
  public void delete(Deed deed, OrganizationId organization, TeamSlug slug) {
    var at = now();
    sessions.within(
        organization,
        deed.principal(),
        session -> {
          session.require(organization, Permission.TEAM_DELETE, "organization");
          MembershipTable.lock(session, organization);
          var team = find(session, organization, slug);
          write(session, DELETE, team.id().value());
          var deleted = new OrganizationEvent.TeamDeleted(at, team.id().toString());
          announce(session, deed, organization, slug, at, Done.of("team.delete", null, deleted));
          return team;
        });
  }

  @Override
  public Team add(Deed deed, OrganizationId organization, TeamSlug slug, UserId member) {
    var at = now();
    return change(
        deed,
        organization,
        slug,
        (session, team) -> {
          requireMember(session, organization, member);
          int added =
              write(
                  session,
                  ADD,
                  team.id().value(),
                  organization.value(),
                  member.value(),
                  at.atOffset(ZoneOffset.UTC));
          return added == 0
              ? null
              : Done.of(
                  "team.add_member",
                  member.toString(),
                  new OrganizationEvent.TeamMemberAdded(
                      at, team.id().toString(), member.toString()));
        });
  }

  @Override
  public Team remove(Deed deed, OrganizationId organization, TeamSlug slug, UserId member) {
    var at = now();
    return change(
        deed,
        organization,
        slug,
        (session, team) -> {
          if (write(session, REMOVE, team.id().value(), member.value()) == 0) {
            throw Refused.notFound("member of the team");
          }
          return Done.of(
              "team.remove_member",
              member.toString(),
              new OrganizationEvent.TeamMemberRemoved(at, team.id().toString(), member.toString()));
        });
  }

  @Override
  public Team give(
      Deed deed, OrganizationId organization, TeamSlug slug, ProjectRef ref, Role role) {
    var at = now();
    return change(
        deed,
        organization,
        slug,
        (session, team) -> {
          requireProject(session, organization, ref);
          int given =
              write(
                  session,
                  GIVE,
                  team.id().value(),
                  organization.value(),
                  ref.value(),
                  role.wireName(),
                  at.atOffset(ZoneOffset.UTC));
          return given == 0
              ? null
              : Done.of(
                  "team.give_project",
                  "%s as %s".formatted(ref, role.wireName()),
                  new OrganizationEvent.TeamProjectGiven(at, team.id().toString(), ref, role));
        });
  }

  @Override
  public Team take(Deed deed, OrganizationId organization, TeamSlug slug, ProjectRef ref) {
    var at = now();
    return change(
        deed,
        organization,
        slug,
        (session, team) -> {
          if (write(session, TAKE, team.id().value(), ref.value()) == 0) {
            throw Refused.notFound("project of the team");
          }
          return Done.of(
              "team.take_project",
              ref.value(),
              new OrganizationEvent.TeamProjectTaken(at, team.id().toString(), ref));
        });
  }

  private Team change(Deed deed, OrganizationId organization, TeamSlug slug, Change change) {
    return sessions.within(
        organization,
        deed.principal(),
        session -> {
          session.require(organization, Permission.TEAM_CHANGE, "organization");
          MembershipTable.lock(session, organization);
          var team = find(session, organization, slug);
          var done = change.run(session, team);
          if (done != null) {
            announce(session, deed, organization, slug, now(), done);
          }
          return whole(session, organization, find(session, organization, slug));
        });
  }

  private void announce(
      Session session, Deed deed, OrganizationId organization, TeamSlug slug, Instant at, Done done)
      throws SQLException {
    announcements.write(
        session.transaction(),
        deed,
        organization,
        at,
        new Announcements.Done(done.action(), slug.value(), "done", done.detail()),
        done.events());
  }

  private static void requireRoom(Session session, OrganizationId organization)
      throws SQLException {
    try (PreparedStatement count = session.connection().prepareStatement(COUNT)) {
      count.setString(1, organization.value());
      try (ResultSet row = count.executeQuery()) {
        if (row.next() && row.getLong(1) >= MOST_TEAMS) {
          throw new Refused(
              Refusal.CONFLICT, "An organization has at most " + MOST_TEAMS + " teams");
        }
      }
    }
  }

  private static void requireMember(Session session, OrganizationId organization, UserId user)
      throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(IS_MEMBER)) {
      select.setString(1, organization.value());
      select.setObject(2, user.value());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw Refused.notFound("member");
        }
      }
    }
  }

  private static void requireProject(Session session, OrganizationId organization, ProjectRef ref)
      throws SQLException {
    var project = ProjectTable.find(session, ref);
    if (!project.organization().equals(organization)) {
      throw Refused.notFound("project");
    }
    if (project.desired() == DesiredState.DELETED) {
      throw new Refused(Refusal.PROJECT_DELETED, "The project shall be gone");
    }
  }

  private static Row find(Session session, OrganizationId organization, TeamSlug slug)
      throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(ONE)) {
      select.setString(1, organization.value());
      select.setString(2, slug.value());
      return read(select).stream().findFirst().orElseThrow(() -> Refused.notFound("team"));
    }
  }

  private static List<Row> rows(Session session, OrganizationId organization) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(LISTED)) {
      select.setString(1, organization.value());
      return read(select);
    }
  }

  private static List<Row> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Row>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Row(
                new TeamId(rows.getObject("id", UUID.class)),
                new TeamSlug(rows.getString("slug")),
                new DisplayName(rows.getString("name")),
                rows.getObject("created_at", OffsetDateTime.class).toInstant()));
      }
    }
    return List.copyOf(found);
  }

  private static Team whole(Session session, OrganizationId organization, Row row)
      throws SQLException {
    return new Team(
        row.id(),
        organization,
        row.slug(),
        row.name(),
        row.createdAt(),
        members(session, row.id()),
        projects(session, row.id()));
  }

  private static List<UserId> members(Session session, TeamId team) throws SQLException {
    var found = new ArrayList<UserId>();
    try (PreparedStatement select = session.connection().prepareStatement(MEMBERS)) {
      select.setObject(1, team.value());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(new UserId(rows.getObject(1, UUID.class)));
        }
      }
    }
    return found;
  }

  private static List<Team.Given> projects(Session session, TeamId team) throws SQLException {
    var found = new ArrayList<Team.Given>();
    try (PreparedStatement select = session.connection().prepareStatement(PROJECTS)) {
      select.setObject(1, team.value());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Team.Given(
                  new ProjectRef(rows.getString("ref")),
                  new DisplayName(rows.getString("name")),
                  Role.named(rows.getString("role"))));
        }
      }
    }
    return found;
  }

  private static int write(Session session, String sql, Object... values) throws SQLException {
    try (PreparedStatement write = session.connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        write.setObject(i + 1, values[i]);
      }
      return write.executeUpdate();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
