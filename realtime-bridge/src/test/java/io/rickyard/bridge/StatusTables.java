package io.rickyard.bridge;

import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes status as the projector does: state and log in one commit, announced. */
final class StatusTables {

  private final TestDatabase database;

  StatusTables(TestDatabase database) {
    this.database = database;
    database.migrate("status", "io/rickyard/bridge/status.sql");
  }

  void member(String user, String organization) {
    run("insert into status.membership values (?, ?, 'member')", user, organization);
  }

  void removed(String user, String organization) {
    run("delete from status.membership where user_id = ? and organization = ?", user, organization);
  }

  /** A task in this state; {@code succeeded} is an end. */
  void task(UUID id, String organization, @Nullable String project, String state) {
    boolean ended = state.equals("succeeded");
    String body =
        "{\"id\":\"%s\",\"organization\":\"%s\",\"state\":\"%s\"}"
            .formatted(id, organization, state);
    run(
        """
        with entity as (
          insert into status.task
          values (?::uuid, ?, ?, ?, case when ? then now() end, ?::jsonb)
          on conflict (id) do update set state = excluded.state, ended_at = excluded.ended_at,
            body = excluded.body),
        head as (update status.event_head set sequence = sequence + 1 returning epoch, sequence),
        entry as (
          insert into status.event_log
          select sequence, epoch, ?, ?, ?::uuid, 'task', '{}', jsonb_build_object('task', ?::jsonb)
            from head)
        select pg_notify('rickyard_status', '')
        """,
        id,
        organization,
        project,
        state,
        ended,
        body,
        organization,
        project,
        id,
        body);
  }

  /** So many queued tasks at once, numbered from 1; the log does not tell of them. */
  void queued(String organization, int count) {
    run(
        """
        insert into status.task (id, organization, state, body)
        select gen_random_uuid(), ?, 'queued', jsonb_build_object('state', 'queued', 'number', n)
          from generate_series(1, ?) as n
        """,
        organization,
        count);
  }

  void stack(String project, String organization, String status) {
    String body = "{\"project\":\"%s\",\"status\":\"%s\"}".formatted(project, status);
    run(
        """
        with entity as (
          insert into status.stack values (?, ?, 'demo', ?, ?::jsonb)
          on conflict (project) do update set status = excluded.status, body = excluded.body),
        head as (update status.event_head set sequence = sequence + 1 returning epoch, sequence),
        entry as (
          insert into status.event_log
          select sequence, epoch, ?, ?, null, 'stack', '{}', jsonb_build_object('stack', ?::jsonb)
            from head)
        select pg_notify('rickyard_status', '')
        """,
        project,
        organization,
        status,
        body,
        organization,
        project,
        body);
  }

  void line(UUID task, long number, String text) {
    run(
        """
        with line as (insert into status.task_log values (?::uuid, ?, now(), 1, 'info', ?))
        select pg_notify('rickyard_log', ?)
        """,
        task,
        number,
        text,
        task.toString());
  }

  /** So many changes of as many tasks, each of this size, in batches as the projector's. */
  void largeTasks(String organization, int count, int size) {
    for (int done = 0; done < count; done += 500) {
      run(
          """
          with head as (
            update status.event_head set sequence = sequence + 500 returning epoch, sequence - 500 as base),
          entry as (
            insert into status.event_log
            select base + i, epoch, ?, null, gen_random_uuid(), 'task', '{}',
                   jsonb_build_object('task', repeat('x', ?))
              from head, generate_series(1, 500) as i)
          select pg_notify('rickyard_status', '')
          """,
          organization,
          size);
    }
  }

  /** So many lines at once. */
  void lines(UUID task, int count) {
    run(
        """
        insert into status.task_log
        select ?::uuid, number, now(), 1, 'info', 'line ' || number
          from generate_series(1, ?) as number
        """,
        task,
        count);
  }

  private void run(String sql, @Nullable Object... values) {
    try (Connection connection = database.superuser();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("The tests' status cannot be written", e);
    }
  }
}
