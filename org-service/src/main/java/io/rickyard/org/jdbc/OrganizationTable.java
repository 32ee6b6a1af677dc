package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Member;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.Organization;
import io.rickyard.org.organization.Organizations;
import io.rickyard.org.organization.Right;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refused;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code organization} and {@code membership}. */
final class OrganizationTable implements Organizations {

  private static final String OWN =
      """
      select o.id, o.name, m.role, o.created_at
        from organization o
        join membership m on m.organization_id = o.id and m.user_id = ?
       order by o.created_at, o.id
      """;

  private static final String ONE =
      """
      select o.id, o.name, m.role, o.created_at
        from organization o
        join membership m on m.organization_id = o.id and m.user_id = ?
       where o.id = ?
      """;

  private static final String MEMBERS =
      """
      select user_id, role, joined_at
        from membership
       where organization_id = ?
       order by joined_at, user_id
      """;

  private static final String INSERT =
      "insert into organization (id, name, created_at) values (?, ?, ?)";

  private static final String JOIN =
      "insert into membership (organization_id, user_id, role, joined_at) values (?, ?, ?, ?)";

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;
  private final Announcements announcements;
  private final Clock clock;

  OrganizationTable(
      Sessions sessions, IdempotencyKeyTable keys, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public List<Organization> of(UserId user) {
    return sessions.as(
        user,
        session -> {
          try (PreparedStatement select = session.connection().prepareStatement(OWN)) {
            select.setObject(1, user.value());
            return organizations(select);
          }
        });
  }

  @Override
  public Organization get(UserId user, OrganizationId id) {
    return sessions.as(
        user,
        session -> {
          try (PreparedStatement select = session.connection().prepareStatement(ONE)) {
            select.setObject(1, user.value());
            select.setString(2, id.value());
            return organizations(select).stream()
                .findFirst()
                .orElseThrow(() -> Refused.notFound("organization"));
          }
        });
  }

  @Override
  public List<Member> members(UserId user, OrganizationId id) {
    return sessions.as(
        user,
        session -> {
          var _ = session.role(id, "organization");
          try (PreparedStatement select = session.connection().prepareStatement(MEMBERS)) {
            select.setString(1, id.value());
            return members(select);
          }
        });
  }

  @Override
  public Once<Organization> create(Deed deed, @Nullable IdempotencyKey key, DisplayName name) {
    var id = new OrganizationId(Letters.draw());
    return sessions
        .as(
            deed.principal(),
            session -> keys.once(session, key, () -> make(session, deed, id, name)))
        .map(made -> get(deed.principal(), new OrganizationId(made)));
  }

  private String make(Session session, Deed deed, OrganizationId id, DisplayName name)
      throws SQLException {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    session.join(id);
    insert(session, id, name, at);
    join(session, id, Role.OWNER, at);
    announcements.write(
        session.transaction(),
        deed,
        id,
        at,
        new Announcements.Done("organization.create", id.value(), "done"),
        List.of(
            new OrganizationEvent.OrganizationCreated(at, name.value()),
            new OrganizationEvent.MemberAdded(at, deed.principal().toString(), Role.OWNER)));
    return id.value();
  }

  @Override
  public Right right(UserId user, OrganizationId id) {
    return sessions.within(id, user, session -> new Right(id, session.role(id, "organization")));
  }

  @Override
  public List<Right> rights(UserId user, Set<OrganizationId> ids) {
    return sessions.as(
        user,
        session ->
            ids.stream()
                .filter(session::belongsTo)
                .map(id -> new Right(id, session.role(id, "organization")))
                .toList());
  }

  @Override
  public Right right(UserId user, ProjectRef project) {
    return sessions.as(
        user,
        session -> {
          var organization = ProjectTable.find(session, project).organization();
          return new Right(organization, session.role(organization, project, "project"));
        });
  }

  private static void insert(Session session, OrganizationId id, DisplayName name, Instant at)
      throws SQLException {
    try (PreparedStatement insert = session.connection().prepareStatement(INSERT)) {
      insert.setString(1, id.value());
      insert.setString(2, name.value());
      insert.setObject(3, at.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
  }

  private static void join(Session session, OrganizationId id, Role role, Instant at)
      throws SQLException {
    try (PreparedStatement insert = session.connection().prepareStatement(JOIN)) {
      insert.setString(1, id.value());
      insert.setObject(2, session.user().value());
      insert.setString(3, role.wireName());
      insert.setObject(4, at.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    }
  }

  private static List<Organization> organizations(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Organization>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Organization(
                new OrganizationId(rows.getString("id")),
                new DisplayName(rows.getString("name")),
                Role.named(rows.getString("role")),
                rows.getObject("created_at", OffsetDateTime.class).toInstant()));
      }
    }
    return List.copyOf(found);
  }

  private static List<Member> members(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Member>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Member(
                new UserId(rows.getObject("user_id", UUID.class)),
                Role.named(rows.getString("role")),
                rows.getObject("joined_at", OffsetDateTime.class).toInstant()));
      }
    }
    return List.copyOf(found);
  }
}
