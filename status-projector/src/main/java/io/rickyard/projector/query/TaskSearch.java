package io.rickyard.projector.query;

import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.projector.query.TaskFilter.WantedLabel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statement that finds a page of tasks. The newest of each group that has its own
 * stretch of an index are found there, then the newest of all are taken: no list sorts more than a
 * page per group. A group is an organization or, when types or queues are asked for and nothing
 * narrower, an organization's tasks of one type in one queue. Tasks with a label are found by the
 * label's rows, which have the same order.
 */
final class TaskSearch {

  private static final String GROUPS = " from unnest(?::text[]) as visible (organization)";
  private static final String TYPES = " cross join unnest(?::text[]) as kind (type)";
  private static final String WAYS = " cross join unnest(?::text[]) as way (queue)";

  /** The types that an organization has tasks of, each found by one look at the index of kinds. */
  private static final String EVERY_TYPE =
      """
      cross join lateral (
       with recursive kind (type) as (
         (select type from task where organization = visible.organization order by type limit 1)
         union all
         select (select type from task
                  where organization = visible.organization and type > kind.type
                  order by type limit 1)
           from kind where kind.type is not null)
       select type from kind where type is not null) kind\
      """;

  private static final String STATES = " cross join unnest(?::text[]) as stand (state)";
  private static final String NEWEST = " order by created_at desc, id desc limit ?";
  private static final String PLAIN =
      " cross join lateral (select task.id, task.created_at, task.body from task"
          + " where task.organization = visible.organization";
  private static final String LABELLED =
      " cross join lateral (select task.id, task.created_at, task.body"
          + " from task_label label join task on task.id = label.task_id"
          + " where label.organization = visible.organization";

  /** What tasks are called whose command nobody could read. */
  private static final String UNKNOWN = "unknown";

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private final Connection connection;

  private TaskSearch(Connection connection) {
    this.connection = connection;
  }

  /** A statement for the tasks of these organizations after a place. */
  static PreparedStatement page(
      Connection connection,
      Collection<String> organizations,
      TaskFilter filter,
      @Nullable Place after,
      int rows)
      throws SQLException {
    var search = new TaskSearch(connection);
    search.find(organizations, filter, after, rows);
    return search.prepared();
  }

  /** A statement that counts them, up to a number. */
  static PreparedStatement count(
      Connection connection, Collection<String> organizations, TaskFilter filter, int most)
      throws SQLException {
    var search = new TaskSearch(connection);
    search.find(organizations, filter, null, most);
    search.sql.insert(0, "select count(*) from (").append(") counted");
    return search.prepared();
  }

  private void find(
      Collection<String> organizations, TaskFilter filter, @Nullable Place after, int rows)
      throws SQLException {
    String separator = "select * from (";
    for (TaskFilter part : filter.parts()) {
      sql.append(separator);
      newest(organizations, part, after, rows);
      separator = " union all ";
    }
    sql.append(") parts").append(NEWEST);
    values.add(rows);
  }

  /** The newest of the tasks that one index finds. */
  private void newest(
      Collection<String> organizations, TaskFilter filter, @Nullable Place after, int rows)
      throws SQLException {
    sql.append("(select found.id, found.created_at, found.body").append(GROUPS);
    values.add(texts(organizations.stream()));
    if (filter.foundByKind()) {
      types(filter.types());
      sql.append(WAYS);
      values.add(texts(queues(filter.queues())));
    }
    if (filter.foundByState()) {
      sql.append(STATES);
      values.add(texts(filter.states().stream().map(TaskStatus::wireName)));
    }
    boolean labelled = !filter.labels().isEmpty();
    String place = labelled ? "label.created_at, label.task_id" : "task.created_at, task.id";
    sql.append(labelled ? LABELLED : PLAIN);
    labels(filter.labels());
    kind(filter);
    states(filter);
    identity(filter);
    times(filter, labelled ? "label.created_at" : "task.created_at");
    text(filter.text());
    if (after != null) {
      sql.append(" and (").append(place).append(") < (?::timestamptz, ?)");
      values.add(after.createdAt().toString());
      values.add(after.id().value());
    }
    sql.append(" order by ").append(place.replace(",", " desc,"));
    sql.append(" desc limit ?) found").append(NEWEST).append(')');
    values.add(rows);
    values.add(rows);
  }

  private void kind(TaskFilter filter) throws SQLException {
    if (filter.foundByKind()) {
      sql.append(" and task.type = kind.type and task.queue = way.queue");
      return;
    }
    if (!filter.types().isEmpty()) {
      add("task.type = any (?)", texts(filter.types().stream().map(TaskType::wireName)));
    }
    if (!filter.queues().isEmpty()) {
      add("task.queue = any (?)", texts(queues(filter.queues())));
    }
  }

  private void states(TaskFilter filter) throws SQLException {
    if (filter.onlyLive()) {
      sql.append(" and task.ended_at is null");
    }
    if (filter.onlyUnsuccessful()) {
      sql.append(" and task.state in ('failed', 'cancelled', 'expired', 'superseded')");
    }
    if (filter.foundByState()) {
      sql.append(" and task.state = stand.state");
    } else if (!filter.states().isEmpty()) {
      add("task.state = any (?)", texts(filter.states().stream().map(TaskStatus::wireName)));
    }
    if (filter.dead()) {
      sql.append(" and not exists (select from task again where again.retry_of = task.id)");
    }
  }

  private void identity(TaskFilter filter) {
    var project = filter.project();
    if (project != null) {
      add("task.project = ?", project.value());
    }
    var actor = filter.actor();
    if (actor != null) {
      add("task.actor = ?", actor);
    }
    var parent = filter.parent();
    if (parent != null) {
      add("task.parent = ?", parent.value());
    }
    var retryOf = filter.retryOf();
    if (retryOf != null) {
      add("task.retry_of = ?", retryOf.value());
    }
  }

  /** The first label finds the tasks; each further one is looked up per task. */
  private void labels(List<WantedLabel> labels) {
    for (int i = 0; i < labels.size(); i++) {
      String table = i == 0 ? "label" : "further";
      sql.append(
          i == 0
              ? ""
              : " and exists (select from task_label further where further.task_id = task.id");
      add(table + ".key = ?", labels.get(i).key());
      var value = labels.get(i).value();
      if (value != null) {
        add(table + ".value = ?", value);
      }
      sql.append(i == 0 ? "" : ")");
    }
  }

  /** What ended before a moment was created before it too, which the order's index can use. */
  private void times(TaskFilter filter, String createdAt) {
    range(createdAt, filter.created());
    range("task.ended_at", filter.ended());
    Instant until = filter.ended().until();
    if (until != null) {
      add(createdAt + " < ?::timestamptz", until.toString());
    }
  }

  private void range(String column, TimeRange range) {
    var from = range.from();
    if (from != null) {
      add(column + " >= ?::timestamptz", from.toString());
    }
    var until = range.until();
    if (until != null) {
      add(column + " < ?::timestamptz", until.toString());
    }
  }

  private void text(@Nullable SearchText text) {
    switch (text) {
      case SearchText.IdPrefix prefix -> {
        add("task.id >= ?", prefix.first());
        add("task.id <= ?", prefix.last());
      }
      case SearchText.ErrorCode error -> add("task.error_code = ?", error.code());
      case null -> {}
    }
  }

  private void add(String condition, Object value) {
    sql.append(" and ").append(condition);
    values.add(value);
  }

  private void types(Set<TaskType> wanted) throws SQLException {
    if (wanted.isEmpty()) {
      sql.append(EVERY_TYPE);
    } else {
      sql.append(TYPES);
      values.add(texts(wanted.stream().map(TaskType::wireName)));
    }
  }

  private static Stream<String> queues(Set<TaskQueue> wanted) {
    return wanted.isEmpty()
        ? Stream.concat(
            Arrays.stream(TaskQueue.values()).map(TaskQueue::wireName), Stream.of(UNKNOWN))
        : wanted.stream().map(TaskQueue::wireName);
  }

  private Object texts(Stream<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private PreparedStatement prepared() throws SQLException {
    var statement = connection.prepareStatement(sql.toString());
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }
}
