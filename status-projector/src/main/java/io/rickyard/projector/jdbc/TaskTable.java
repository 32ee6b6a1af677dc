package io.rickyard.projector.jdbc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.projector.task.AttemptView;
import io.rickyard.projector.task.TaskCourse;
import io.rickyard.projector.task.TaskIdentity;
import io.rickyard.projector.task.TaskOrder;
import io.rickyard.projector.task.TaskProjection;
import io.rickyard.projector.task.TaskView;
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
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code task} and {@code task_attempt}. */
@Singleton
final class TaskTable implements Projected<TaskView, TaskEvent> {

  private static final String LOAD =
      """
      select task.id, task.body, attempt.body
        from task
        left join task_attempt attempt
          on attempt.task_id = task.id and attempt.attempt = task.attempt
       where task.id = any (?)
      """;

  private static final String KNOWN = "select id::text from task where id = any (?)";

  private static final String SAVE =
      """
      insert into task
             (id, organization, project, type, queue, actor, parent, retry_of, created_at,
              state, ended_at, error_code, attempt, version, body)
      select id, organization, project, type, queue, actor, parent, retry_of, created_at,
             state, ended_at, error_code, attempt, version, body::json
        from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[],
                    ?::uuid[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::text[],
                    ?::bigint[], ?::bigint[], ?::text[])
             as row (id, organization, project, type, queue, actor, parent, retry_of, created_at,
                     state, ended_at, error_code, attempt, version, body)
      on conflict (id) do update
         set state = excluded.state,
             ended_at = excluded.ended_at,
             error_code = excluded.error_code,
             attempt = excluded.attempt,
             version = excluded.version,
             body = excluded.body
       where task.version < excluded.version
      returning id
      """;

  private static final String SAVE_ATTEMPTS =
      """
      insert into task_attempt (task_id, attempt, version, body)
      select task_id, attempt, version, body::json
        from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::text[])
             as row (task_id, attempt, version, body)
      on conflict (task_id, attempt) do update
         set version = excluded.version, body = excluded.body
       where task_attempt.version < excluded.version
      """;

  /** The public form of a task: what was asked for and what became of it, side by side. */
  private record PublicTask(
      @JsonUnwrapped TaskOrder order,
      @JsonUnwrapped TaskOptions options,
      @JsonUnwrapped TaskCourse course) {}

  private record Row(TaskView task, String body, List<String> events) {
    UUID id() {
      return task.order().id().value();
    }
  }

  private record AttemptRow(UUID task, Version version, AttemptView attempt) {}

  @Override
  public String kind() {
    return "task";
  }

  @Override
  public List<TaskEvent> events(Envelope<?> message) {
    return ((TaskEvents) message.body()).events();
  }

  @Override
  public TaskView evolve(@Nullable TaskView state, TaskEvent event, Envelope<?> message) {
    var id = ((TaskEvents) message.body()).taskId();
    return TaskProjection.evolve(
        state,
        event,
        new TaskIdentity(id, message.organization(), message.project(), message.actor()));
  }

  @Override
  public Version version(TaskView state) {
    return state.version();
  }

  @Override
  public Map<String, TaskView> load(Connection connection, Collection<String> entities)
      throws SQLException {
    Map<String, TaskView> tasks = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(LOAD)) {
      select.setArray(1, connection.createArrayOf("uuid", entities.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tasks.put(rows.getString(1), read(rows.getString(2), rows.getString(3)));
        }
      }
    }
    return tasks;
  }

  /** Which of these are stored. */
  Set<String> known(Connection connection, Collection<String> entities) throws SQLException {
    Set<String> known = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setArray(1, connection.createArrayOf("uuid", entities.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          known.add(rows.getString(1));
        }
      }
    }
    return known;
  }

  private static TaskView read(String body, @Nullable String attempt) {
    var attempts = new TreeMap<Long, AttemptView>();
    if (attempt != null) {
      AttemptView current = StoredJson.read(attempt, AttemptView.class);
      attempts.put(current.attempt(), current);
    }
    return new TaskView(
        StoredJson.read(body, TaskOrder.class),
        StoredJson.read(body, TaskOptions.class),
        StoredJson.read(body, TaskCourse.class),
        attempts);
  }

  @Override
  public List<LogEntry> save(Connection connection, List<Change<TaskView>> changes)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    for (var change : changes) {
      TaskView task = change.after();
      String body = StoredJson.write(new PublicTask(task.order(), task.options(), task.course()));
      rows.add(new Row(task, body, change.events()));
    }
    Set<UUID> stored = saveTasks(connection, rows);
    saveAttempts(connection, changes, stored);
    TaskLabels.save(connection, changes);
    return rows.stream().filter(row -> stored.contains(row.id())).map(TaskTable::entry).toList();
  }

  private static Set<UUID> saveTasks(Connection connection, List<Row> tasks) throws SQLException {
    var rows = new Rows<>(tasks);
    Set<UUID> stored = new HashSet<>();
    try (PreparedStatement upsert = connection.prepareStatement(SAVE)) {
      upsert.setArray(1, rows.uuid(connection, Row::id));
      upsert.setArray(2, rows.text(connection, row -> organization(row.task())));
      upsert.setArray(3, rows.text(connection, row -> project(row.task())));
      upsert.setArray(4, rows.text(connection, row -> row.task().order().type()));
      upsert.setArray(5, rows.text(connection, row -> row.task().order().queueName()));
      upsert.setArray(6, rows.text(connection, row -> actor(row.task())));
      upsert.setArray(7, rows.uuid(connection, row -> parent(row.task())));
      upsert.setArray(8, rows.uuid(connection, row -> retryOf(row.task())));
      upsert.setArray(9, rows.time(connection, row -> row.task().order().createdAt()));
      upsert.setArray(10, rows.text(connection, row -> row.task().course().state().wireName()));
      upsert.setArray(11, rows.time(connection, row -> row.task().course().endedAt()));
      upsert.setArray(12, rows.text(connection, row -> errorCode(row.task())));
      upsert.setArray(13, rows.number(connection, row -> row.task().course().attempt()));
      upsert.setArray(14, rows.number(connection, row -> row.task().version().value()));
      upsert.setArray(15, rows.text(connection, Row::body));
      try (ResultSet ids = upsert.executeQuery()) {
        while (ids.next()) {
          stored.add(requireNonNull(ids.getObject(1, UUID.class)));
        }
      }
    }
    return stored;
  }

  private static void saveAttempts(
      Connection connection, List<Change<TaskView>> changes, Set<UUID> stored) throws SQLException {
    List<AttemptRow> attempts = new ArrayList<>();
    for (var change : changes) {
      TaskView after = change.after();
      UUID id = after.order().id().value();
      if (stored.contains(id)) {
        TaskView before = change.before();
        after.attempts().values().stream()
            .filter(attempt ->
                before == null || !attempt.equals(before.attempts().get(attempt.attempt())))
            .forEach(attempt -> attempts.add(new AttemptRow(id, after.version(), attempt)));
      }
    }
    if (attempts.isEmpty()) {
      return;
    }
    var rows = new Rows<>(attempts);
    try (PreparedStatement upsert = connection.prepareStatement(SAVE_ATTEMPTS)) {
      upsert.setArray(1, rows.uuid(connection, AttemptRow::task));
      upsert.setArray(2, rows.number(connection, row -> row.attempt().attempt()));
      upsert.setArray(3, rows.number(connection, row -> row.version().value()));
      upsert.setArray(4, rows.text(connection, row -> StoredJson.write(row.attempt())));
      upsert.executeUpdate();
    }
  }

  private static LogEntry entry(Row row) {
    return new LogEntry(
        LogEntry.Kind.TASK,
        organization(row.task()),
        project(row.task()),
        row.id(),
        row.events(),
        "{\"task\":" + row.body() + "}");
  }

  private static @Nullable String organization(TaskView task) {
    var organization = task.order().organization();
    return organization == null ? null : organization.value();
  }

  private static @Nullable String project(TaskView task) {
    var project = task.order().project();
    return project == null ? null : project.value();
  }

  private static @Nullable String actor(TaskView task) {
    var actor = task.order().actor();
    return actor == null ? null : StoredJson.text(actor.id());
  }

  private static @Nullable UUID parent(TaskView task) {
    var parent = task.options().parent();
    return parent == null ? null : parent.value();
  }

  private static @Nullable UUID retryOf(TaskView task) {
    var retryOf = task.order().retryOf();
    return retryOf == null ? null : retryOf.value();
  }

  private static @Nullable String errorCode(TaskView task) {
    var error = task.course().error();
    return error == null ? null : StoredJson.text(error.code());
  }
}
