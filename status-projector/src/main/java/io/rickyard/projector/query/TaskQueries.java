package io.rickyard.projector.query;

import io.rickyard.contracts.TaskId;
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
import org.jspecify.annotations.Nullable;

/** Reads tasks, newest first. */
@Singleton
public final class TaskQueries {

  private static final String ONE =
      """
      select task.body::jsonb || jsonb_build_object(
               'attempts', coalesce(
                 (select jsonb_agg(body::jsonb - 'steps' order by attempt)
                    from task_attempt where task_id = task.id), '[]'),
               'steps', coalesce(
                 (select jsonb_agg(step order by attempt, place)
                    from task_attempt
                   cross join lateral json_array_elements(body -> 'steps')
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

  /**
   * Tasks of these organizations, after a place where one is given. A page may have fewer than
   * {@code limit} and still be followed by others: see {@link TaskSearch}.
   */
  public Page list(
      Collection<String> organizations, TaskFilter filter, @Nullable Place after, int limit) {
    return transactions.call(transaction ->
        TaskSearch.newest(transaction.connection(), organizations, filter, after, limit + 1)
            .page(limit));
  }

  /** How many there are, or {@code most} when there are at least as many. */
  public int count(Collection<String> organizations, TaskFilter filter, int most) {
    return transactions.call(
        transaction -> TaskSearch.count(transaction.connection(), organizations, filter, most));
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
