package io.rickyard.projector.query;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads tasks, newest first; ids grow with time, so a place in the list is an id and stays. */
@Singleton
public final class TaskQueries {

  /** Each organization's newest are found in its index, then the newest of all are taken. */
  private static final String LIST =
      """
      select found.id, found.body
        from unnest(?::text[]) as visible (organization)
       cross join lateral (
         select id, body from task
          where task.organization = visible.organization{conditions}
          order by id desc limit ?) found
       order by found.id desc limit ?
      """;

  private static final String ONE =
      """
      select task.body || jsonb_build_object(
               'attempts', coalesce(
                 (select jsonb_agg(body - 'steps' order by attempt)
                    from task_attempt where task_id = task.id), '[]'),
               'steps', coalesce(
                 (select jsonb_agg(step order by attempt, place)
                    from task_attempt
                   cross join lateral jsonb_array_elements(body -> 'steps')
                     with ordinality as steps (step, place)
                   where task_id = task.id), '[]'))
        from task
       where id = ? and organization = any (?)
      """;

  private static final String VISIBLE = "select from task where id = ? and organization = any (?)";

  private static final String LINES =
      """
      select number,
             jsonb_build_object('number', number, 'at', to_char(at at time zone 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'attempt', attempt, 'level', level, 'text', text)
        from task_log where task_id = ? and number > ? order by number limit ?
      """;

  private final Transactions transactions;

  TaskQueries(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Tasks of these organizations. */
  public Page list(Collection<String> organizations, TaskFilter filter, int limit) {
    return transactions.call(transaction -> {
      Connection connection = transaction.connection();
      Sight.of(connection, organizations);
      List<Object> values = new ArrayList<>();
      String sql = LIST.replace("{conditions}", conditions(connection, filter, values));
      try (PreparedStatement select = connection.prepareStatement(sql)) {
        int place = 1;
        select.setArray(place++, connection.createArrayOf("text", organizations.toArray()));
        for (Object value : values) {
          select.setObject(place++, value);
        }
        select.setInt(place++, limit + 1);
        select.setInt(place, limit + 1);
        return Page.of(items(select), limit);
      }
    });
  }

  /** A task with its attempts and steps, if it belongs to one of these organizations. */
  public Optional<String> one(Collection<String> organizations, TaskId id) {
    return transactions.call(transaction -> {
      Sight.of(transaction.connection(), organizations);
      try (PreparedStatement select = transaction.connection().prepareStatement(ONE)) {
        select.setObject(1, id.value());
        select.setArray(2, transaction.connection().createArrayOf("text", organizations.toArray()));
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
      }
    });
  }

  /** Lines of a task's log after a number, if it belongs to one of these organizations. */
  public Optional<Page> lines(Collection<String> organizations, TaskId id, long after, int limit) {
    return transactions.call(transaction -> {
      Connection connection = transaction.connection();
      Sight.of(connection, organizations);
      if (!visible(connection, organizations, id)) {
        return Optional.empty();
      }
      try (PreparedStatement select = connection.prepareStatement(LINES)) {
        select.setObject(1, id.value());
        select.setLong(2, after);
        select.setInt(3, limit + 1);
        return Optional.of(Page.of(items(select), limit));
      }
    });
  }

  private static boolean visible(Connection connection, Collection<String> organizations, TaskId id)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(VISIBLE)) {
      select.setObject(1, id.value());
      select.setArray(2, connection.createArrayOf("text", organizations.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String conditions(Connection connection, TaskFilter filter, List<Object> values)
      throws SQLException {
    var sql = new StringBuilder();
    if (filter.onlyLive()) {
      sql.append(" and ended_at is null");
    }
    if (!filter.states().isEmpty()) {
      Object[] states = filter.states().stream().map(TaskStatus::wireName).toArray();
      add(sql, values, "state = any (?)", connection.createArrayOf("text", states));
    }
    var type = filter.type();
    if (type != null) {
      add(sql, values, "type = ?", type.wireName());
    }
    var queue = filter.queue();
    if (queue != null) {
      add(sql, values, "queue = ?", queue.wireName());
    }
    String project = filter.project();
    if (project != null) {
      add(sql, values, "project = ?", project);
    }
    var after = filter.after();
    if (after != null) {
      add(sql, values, "id < ?", after.value());
    }
    return sql.toString();
  }

  private static void add(StringBuilder sql, List<Object> values, String condition, Object value) {
    sql.append(" and ").append(condition);
    values.add(value);
  }

  private static List<Page.Item> items(PreparedStatement select) throws SQLException {
    List<Page.Item> items = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        items.add(new Page.Item(rows.getString(1), rows.getString(2)));
      }
    }
    return items;
  }
}
