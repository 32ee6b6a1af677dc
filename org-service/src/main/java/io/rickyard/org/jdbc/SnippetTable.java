package io.rickyard.org.jdbc;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.snippet.Snippet;
import io.rickyard.org.snippet.SnippetId;
import io.rickyard.org.snippet.SnippetText;
import io.rickyard.org.snippet.Snippets;
import io.rickyard.org.snippet.Visibility;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code snippet}. Whose rows are seen at all, its policies say. */
final class SnippetTable implements Snippets {

  private static final int MOST_OF_ONE = 1_000;

  private static final String COLUMNS =
      """
      select id, project_ref, organization_id, owner_id, visibility, name, description, sql,
             favorite, created_at, updated_at, updated_by
        from snippet
      """;

  private static final String LISTED =
      COLUMNS
          + """
           where (?::text is null or project_ref = ?) and (?::uuid is null or id > ?)
           order by id limit ?
          """;

  private static final String ONE = COLUMNS + " where id = ?";
  private static final String LOCKED = ONE + " for no key update";

  private static final String COUNT =
      "select count(*) from snippet where project_ref = ? and owner_id = ?";

  private static final String INSERT =
      """
      insert into snippet
        (id, project_ref, organization_id, owner_id, visibility, name, description, sql, favorite,
         created_at, updated_at, updated_by)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String UPDATE =
      """
      update snippet set visibility = ?, name = ?, description = ?, sql = ?, favorite = ?,
             updated_at = ?, updated_by = ?
       where id = ?
      """;

  private static final String DELETE = "delete from snippet where id = ?";
  private static final String DELETE_ALL = "delete from snippet where project_ref = ?";

  private final Sessions sessions;
  private final Announcements announcements;
  private final Clock clock;

  SnippetTable(Sessions sessions, Announcements announcements, Clock clock) {
    this.sessions = sessions;
    this.announcements = announcements;
    this.clock = clock;
  }

  @Override
  public List<Snippet> of(UserId user, Optional<ProjectRef> project, @Nullable SnippetId after) {
    return sessions.as(
        user,
        session -> {
          String only = project.map(ProjectRef::value).orElse(null);
          if (only != null) {
            var _ = ProjectTable.find(session, new ProjectRef(only));
          }
          UUID from = after == null ? null : after.value();
          try (PreparedStatement select = session.connection().prepareStatement(LISTED)) {
            select.setString(1, only);
            select.setString(2, only);
            select.setObject(3, from);
            select.setObject(4, from);
            select.setInt(5, PAGE);
            return read(select);
          }
        });
  }

  @Override
  public Snippet get(UserId user, SnippetId id) {
    return sessions.as(user, session -> one(session, ONE, id));
  }

  @Override
  public Snippet keep(Deed deed, ProjectRef ref, SnippetText text) {
    var user = deed.principal();
    return sessions.as(
        user,
        session -> {
          var project = ProjectTable.lock(session, ref);
          session.require(project.organization(), ref, needed(text), "project");
          requireRoom(session, project, user);
          var at = now();
          var snippet =
              new Snippet(SnippetId.next(), ref, project.organization(), user, text, at, at, user);
          insert(session, snippet);
          announce(session, deed, snippet, "snippet.create", at);
          return snippet;
        });
  }

  private static Permission needed(SnippetText text) {
    return switch (text.visibility()) {
      case USER -> Permission.PROJECT_READ;
      case PROJECT -> Permission.PROJECT_CHANGE;
    };
  }

  private static void requireRoom(Session session, Project project, UserId user)
      throws SQLException {
    if (project.desired() == DesiredState.DELETED) {
      throw new Refused(Refusal.PROJECT_DELETED, "The project shall be gone");
    }
    try (PreparedStatement count = session.connection().prepareStatement(COUNT)) {
      count.setString(1, project.ref().value());
      count.setObject(2, user.value());
      try (ResultSet row = count.executeQuery()) {
        if (row.next() && row.getLong(1) >= MOST_OF_ONE) {
          throw new Refused(
              Refusal.CONFLICT,
              "One keeps at most %d snippets in a project".formatted(MOST_OF_ONE));
        }
      }
    }
  }

  @Override
  public Snippet change(Deed deed, SnippetId id, SnippetText text) {
    return sessions.as(
        deed.principal(),
        session -> {
          var before = changeable(session, deed, id);
          session.require(before.organization(), before.project(), needed(text), "snippet");
          var at = now();
          var changed =
              new Snippet(
                  id,
                  before.project(),
                  before.organization(),
                  before.owner(),
                  text,
                  before.createdAt(),
                  at,
                  deed.principal());
          update(session, changed);
          announce(session, deed, changed, "snippet.change", at);
          return changed;
        });
  }

  @Override
  public void forget(Deed deed, SnippetId id) {
    sessions.as(
        deed.principal(),
        session -> {
          var gone = changeable(session, deed, id);
          try (PreparedStatement delete = session.connection().prepareStatement(DELETE)) {
            delete.setObject(1, id.value());
            delete.executeUpdate();
          }
          announce(session, deed, gone, "snippet.delete", now());
          return gone;
        });
  }

  /** One's own takes no more than seeing the project; that of others what changing it takes. */
  private static Snippet changeable(Session session, Deed deed, SnippetId id) throws SQLException {
    var snippet = one(session, LOCKED, id);
    var needed =
        snippet.owner().equals(deed.principal())
            ? Permission.PROJECT_READ
            : Permission.PROJECT_CHANGE;
    session.require(snippet.organization(), snippet.project(), needed, "snippet");
    if (!snippet.owner().equals(deed.principal())
        && snippet.text().visibility() == Visibility.USER) {
      throw Refused.notFound("snippet");
    }
    return snippet;
  }

  /** Removes what is kept beside a project that shall be gone, whoever may see it. */
  static void removeAll(Session session, ProjectRef project) throws SQLException {
    session.seeEverything();
    try (PreparedStatement delete = session.connection().prepareStatement(DELETE_ALL)) {
      delete.setString(1, project.value());
      delete.executeUpdate();
    } finally {
      session.seeOwn();
    }
  }

  private static void insert(Session session, Snippet snippet) throws SQLException {
    var text = snippet.text();
    try (PreparedStatement insert = session.connection().prepareStatement(INSERT)) {
      insert.setObject(1, snippet.id().value());
      insert.setString(2, snippet.project().value());
      insert.setString(3, snippet.organization().value());
      insert.setObject(4, snippet.owner().value());
      insert.setString(5, text.visibility().wireName());
      insert.setString(6, text.name().value());
      insert.setString(7, text.description());
      insert.setString(8, text.sql());
      insert.setBoolean(9, text.favorite());
      insert.setObject(10, snippet.createdAt().atOffset(ZoneOffset.UTC));
      insert.setObject(11, snippet.updatedAt().atOffset(ZoneOffset.UTC));
      insert.setObject(12, snippet.updatedBy().value());
      insert.executeUpdate();
    }
  }

  private static void update(Session session, Snippet snippet) throws SQLException {
    var text = snippet.text();
    try (PreparedStatement update = session.connection().prepareStatement(UPDATE)) {
      update.setString(1, text.visibility().wireName());
      update.setString(2, text.name().value());
      update.setString(3, text.description());
      update.setString(4, text.sql());
      update.setBoolean(5, text.favorite());
      update.setObject(6, snippet.updatedAt().atOffset(ZoneOffset.UTC));
      update.setObject(7, snippet.updatedBy().value());
      update.setObject(8, snippet.id().value());
      update.executeUpdate();
    }
  }

  private void announce(Session session, Deed deed, Snippet snippet, String action, Instant at)
      throws SQLException {
    announcements.write(
        session.transaction(),
        deed,
        snippet.organization(),
        at,
        new Announcements.Done(action, snippet.project() + "/" + snippet.id(), "done"),
        List.of());
  }

  private static Snippet one(Session session, String sql, SnippetId id) throws SQLException {
    try (PreparedStatement select = session.connection().prepareStatement(sql)) {
      select.setObject(1, id.value());
      return read(select).stream().findFirst().orElseThrow(() -> Refused.notFound("snippet"));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static List<Snippet> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<Snippet>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(row(rows));
      }
    }
    return List.copyOf(found);
  }

  private static Snippet row(ResultSet row) throws SQLException {
    return new Snippet(
        new SnippetId(row.getObject("id", UUID.class)),
        new ProjectRef(row.getString("project_ref")),
        new OrganizationId(row.getString("organization_id")),
        new UserId(row.getObject("owner_id", UUID.class)),
        new SnippetText(
            new DisplayName(row.getString("name")),
            row.getString("description"),
            row.getString("sql"),
            Visibility.named(row.getString("visibility")),
            row.getBoolean("favorite")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        new UserId(row.getObject("updated_by", UUID.class)));
  }
}
