package io.rickyard.projector.jdbc;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.projector.jdbc.StackTable.Registered;
import io.rickyard.projector.jdbc.StackTable.Renamed;
import io.rickyard.projector.organization.OrganizationProjection;
import io.rickyard.projector.organization.OrganizationView;
import io.rickyard.projector.stack.StackProjection;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables {@code organization} and {@code membership}, and the names in {@code stack}. */
@Singleton
final class OrganizationTable implements Projected<OrganizationView, OrganizationEvent> {

  private static final String LOAD =
      "select id, name, version from organization where id = any (?)";

  private static final String LOAD_MEMBERS =
      "select organization, user_id, role from membership where organization = any (?)";

  private static final String SAVE =
      """
      insert into organization (id, name, version)
      select * from unnest(?::text[], ?::text[], ?::bigint[])
      on conflict (id) do update set name = excluded.name, version = excluded.version
       where organization.version < excluded.version
      returning id
      """;

  private static final String ADD =
      """
      insert into membership (organization, user_id, role)
      select * from unnest(?::text[], ?::text[], ?::text[])
      on conflict (user_id, organization) do update set role = excluded.role
      """;

  private static final String REMOVE =
      """
      delete from membership
       using unnest(?::text[], ?::text[]) as gone (organization, user_id)
       where membership.organization = gone.organization and membership.user_id = gone.user_id
      """;

  private final StackTable stacks;

  OrganizationTable(StackTable stacks) {
    this.stacks = stacks;
  }

  private record Membership(String organization, String userId, @Nullable Role role) {
    @Nullable String roleName() {
      return role == null ? null : role.wireName();
    }
  }

  @Override
  public String kind() {
    return "organization";
  }

  @Override
  public List<OrganizationEvent> events(Envelope<?> message) {
    return ((OrganizationEvents) message.body()).events();
  }

  @Override
  public OrganizationView evolve(
      @Nullable OrganizationView state, OrganizationEvent event, Envelope<?> message) {
    return OrganizationProjection.evolve(
        state, event, ((OrganizationEvents) message.body()).organizationId());
  }

  @Override
  public Version version(OrganizationView state) {
    return state.version();
  }

  @Override
  public Map<String, OrganizationView> load(Connection connection, Collection<String> entities)
      throws SQLException {
    Map<String, Map<String, Role>> members = new HashMap<>();
    Map<String, OrganizationView> organizations = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(LOAD_MEMBERS)) {
      select.setArray(1, connection.createArrayOf("text", entities.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          members
              .computeIfAbsent(rows.getString(1), _ -> new HashMap<>())
              .put(rows.getString(2), Role.named(rows.getString(3)));
        }
      }
    }
    try (PreparedStatement select = connection.prepareStatement(LOAD)) {
      select.setArray(1, connection.createArrayOf("text", entities.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String id = rows.getString(1);
          organizations.put(
              id,
              new OrganizationView(
                  new OrganizationId(id),
                  rows.getString(2),
                  members.getOrDefault(id, Map.of()),
                  Map.of(),
                  new Version(rows.getLong(3))));
        }
      }
    }
    return organizations;
  }

  @Override
  public List<LogEntry> save(Connection connection, List<Change<OrganizationView>> changes)
      throws SQLException {
    Set<String> stored = saveOrganizations(connection, changes);
    List<LogEntry> entries = new ArrayList<>();
    for (var change : changes) {
      if (stored.contains(change.entity())) {
        saveMembers(connection, change);
        entries.addAll(saveProjects(connection, change.after()));
      }
    }
    return entries;
  }

  private static Set<String> saveOrganizations(
      Connection connection, List<Change<OrganizationView>> changes) throws SQLException {
    var rows = new Rows<>(changes.stream().map(Change::after).toList());
    Set<String> stored = new HashSet<>();
    try (PreparedStatement upsert = connection.prepareStatement(SAVE)) {
      upsert.setArray(1, rows.text(connection, organization -> organization.id().value()));
      upsert.setArray(
          2, rows.text(connection, organization -> StoredJson.text(organization.name())));
      upsert.setArray(3, rows.number(connection, organization -> organization.version().value()));
      try (ResultSet ids = upsert.executeQuery()) {
        while (ids.next()) {
          stored.add(ids.getString(1));
        }
      }
    }
    return stored;
  }

  private static void saveMembers(Connection connection, Change<OrganizationView> change)
      throws SQLException {
    OrganizationView before = change.before();
    Map<String, Role> had = before == null ? Map.of() : before.members();
    Map<String, Role> has = change.after().members();
    List<Membership> added = new ArrayList<>();
    List<Membership> removed = new ArrayList<>();
    for (String user : union(had.keySet(), has.keySet())) {
      Role role = has.get(user);
      if (role == null) {
        removed.add(new Membership(change.entity(), user, null));
      } else if (role != had.get(user)) {
        added.add(new Membership(change.entity(), user, role));
      }
    }
    write(connection, ADD, added, true);
    write(connection, REMOVE, removed, false);
  }

  private static void write(
      Connection connection, String sql, List<Membership> memberships, boolean withRole)
      throws SQLException {
    if (memberships.isEmpty()) {
      return;
    }
    var rows = new Rows<>(memberships);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, rows.text(connection, Membership::organization));
      statement.setArray(2, rows.text(connection, Membership::userId));
      if (withRole) {
        statement.setArray(3, rows.text(connection, Membership::roleName));
      }
      statement.executeUpdate();
    }
  }

  private List<LogEntry> saveProjects(Connection connection, OrganizationView organization)
      throws SQLException {
    List<Registered> registered = new ArrayList<>();
    List<Renamed> renamed = new ArrayList<>();
    organization.projects().entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.value().compareTo(b.value())))
        .forEach(project -> {
          var told = project.getValue();
          var at = told.registeredAt();
          if (at == null) {
            renamed.add(new Renamed(project.getKey().value(), told.name()));
          } else {
            registered.add(
                new Registered(
                    StackProjection.accepted(project.getKey(), organization.id(), at),
                    told.name()));
          }
        });
    List<LogEntry> entries = new ArrayList<>(stacks.register(connection, registered));
    entries.addAll(stacks.rename(connection, renamed));
    return entries;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(requireNonNull(one));
    all.addAll(other);
    return all;
  }
}
