package io.rickyard.projector.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.projector.stack.StackIdentity;
import io.rickyard.projector.stack.StackProjection;
import io.rickyard.projector.stack.StackView;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code stack}. */
@Singleton
final class StackTable implements Projected<StackView, StackEvent> {

  private static final String LOAD = "select project, body from stack where project = any (?)";

  private static final String SHOWN =
      "stack.body || jsonb_strip_nulls(jsonb_build_object('name', stack.name))";

  private static final String SAVE =
      """
      insert into stack (project, organization, status, changed_at, version, body)
      select project, organization, status, changed_at, version, body::jsonb
        from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::text[])
             as row (project, organization, status, changed_at, version, body)
      on conflict (project) do update
         set organization = excluded.organization,
             status = excluded.status,
             changed_at = excluded.changed_at,
             version = excluded.version,
             body = excluded.body
       where stack.version < excluded.version
      returning stack.project, stack.organization, %s
      """
          .formatted(SHOWN);

  private static final String REGISTER =
      """
      insert into stack (project, organization, name, status, changed_at, version, body)
      select project, organization, name, status, changed_at, 0, body::jsonb
        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
             as row (project, organization, name, status, changed_at, body)
      on conflict (project) do update set name = excluded.name
      returning stack.project, stack.organization, %s
      """
          .formatted(SHOWN);

  private static final String RENAME =
      """
      update stack set name = row.name
        from unnest(?::text[], ?::text[]) as row (project, name)
       where stack.project = row.project
      returning stack.project, stack.organization, %s
      """
          .formatted(SHOWN);

  /** A project that was accepted: its stack as it is shown until the worker tells of it. */
  record Registered(StackView stack, String name) {}

  /** A project's new name. */
  record Renamed(String project, String name) {}

  @Override
  public String kind() {
    return "stack";
  }

  @Override
  public List<StackEvent> events(Envelope<?> message) {
    return ((StackEvents) message.body()).events();
  }

  @Override
  public StackView evolve(@Nullable StackView state, StackEvent event, Envelope<?> message) {
    var project = ((StackEvents) message.body()).projectRef();
    return StackProjection.evolve(
        state, event, new StackIdentity(project, message.organization(), message.generation()));
  }

  @Override
  public Version version(StackView state) {
    return state.version();
  }

  @Override
  public Map<String, StackView> load(Connection connection, Collection<String> entities)
      throws SQLException {
    Map<String, StackView> stacks = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(LOAD)) {
      select.setArray(1, connection.createArrayOf("text", entities.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          stacks.put(rows.getString(1), StoredJson.read(rows.getString(2), StackView.class));
        }
      }
    }
    return stacks;
  }

  @Override
  public List<LogEntry> save(Connection connection, List<Change<StackView>> changes)
      throws SQLException {
    Map<String, List<String>> events = new HashMap<>();
    changes.forEach(change -> events.put(change.entity(), change.events()));
    var rows = new Rows<>(changes.stream().map(Change::after).toList());
    try (PreparedStatement upsert = connection.prepareStatement(SAVE)) {
      upsert.setArray(1, rows.text(connection, stack -> stack.project().value()));
      upsert.setArray(2, rows.text(connection, StackTable::organization));
      upsert.setArray(3, rows.text(connection, stack -> stack.status().wireName()));
      upsert.setArray(4, rows.time(connection, StackView::observedAt));
      upsert.setArray(5, rows.number(connection, stack -> stack.version().value()));
      upsert.setArray(6, rows.text(connection, StoredJson::write));
      return entries(upsert, events);
    }
  }

  /** Shows projects that were accepted, or gives their stacks the name that was missing. */
  List<LogEntry> register(Connection connection, List<Registered> projects) throws SQLException {
    if (projects.isEmpty()) {
      return List.of();
    }
    var rows = new Rows<>(projects);
    try (PreparedStatement upsert = connection.prepareStatement(REGISTER)) {
      upsert.setArray(1, rows.text(connection, row -> row.stack().project().value()));
      upsert.setArray(2, rows.text(connection, row -> organization(row.stack())));
      upsert.setArray(3, rows.text(connection, row -> StoredJson.text(row.name())));
      upsert.setArray(4, rows.text(connection, row -> row.stack().status().wireName()));
      upsert.setArray(5, rows.time(connection, row -> row.stack().observedAt()));
      upsert.setArray(6, rows.text(connection, row -> StoredJson.write(row.stack())));
      return entries(upsert, Map.of());
    }
  }

  /** Gives stacks other names. */
  List<LogEntry> rename(Connection connection, List<Renamed> projects) throws SQLException {
    if (projects.isEmpty()) {
      return List.of();
    }
    var rows = new Rows<>(projects);
    try (PreparedStatement update = connection.prepareStatement(RENAME)) {
      update.setArray(1, rows.text(connection, Renamed::project));
      update.setArray(2, rows.text(connection, row -> StoredJson.text(row.name())));
      return entries(update, Map.of());
    }
  }

  private static List<LogEntry> entries(
      PreparedStatement statement, Map<String, List<String>> events) throws SQLException {
    List<LogEntry> entries = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String project = rows.getString(1);
        entries.add(
            new LogEntry(
                LogEntry.Kind.STACK,
                rows.getString(2),
                project,
                null,
                events.getOrDefault(project, List.of()),
                "{\"stack\":" + rows.getString(3) + "}"));
      }
    }
    return entries;
  }

  private static @Nullable String organization(StackView stack) {
    var organization = stack.organization();
    return organization == null ? null : organization.value();
  }
}
