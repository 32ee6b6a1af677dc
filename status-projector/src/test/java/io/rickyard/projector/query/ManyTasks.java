package io.rickyard.projector.query;

import io.rickyard.persistence.Transactions;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fifty thousand tasks, one in fifty of organization two. The older half is of another actor and
 * project and labelled otherwise than the newer half; two in 10,000 are of a rare kind in each
 * respect, the newest twenty run, and the rest succeeded.
 */
final class ManyTasks implements AutoCloseable {

  static final List<String> ORGANIZATIONS = List.of("one", "two");

  private static final int TASKS = 50_000;

  private static final String FILL =
      """
      insert into status.task (id, organization, project, type, queue, actor, parent, retry_of,
                               created_at, state, ended_at, error_code, attempt, version, body)
      select ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
             case when n %% 50 = 0 then 'two' else 'one' end,
             case when n %% 10000 < 2 then 'rareprojectrareproje'
                  when n < 25000 then 'olderprojectolderpro' else 'newerprojectnewerpro' end,
             case when n %% 10000 < 2 then 'stack.pause' else 'platform.probe' end,
             case when n %% 10000 < 2 then 'critical' else 'normal' end,
             case when n %% 10000 < 2 then 'eve' when n < 25000 then 'ada' else 'bob' end,
             case when n %% 10000 < 2 then '01990000-0000-7000-8000-ffffffffffff'::uuid end,
             case when n = 30000 then '01990000-0000-7000-8000-000000000001'::uuid end,
             timestamptz '2026-11-01 00:00Z' + n * interval '1 second',
             case when n %% 10000 < 2 then 'failed' when n > 49980 then 'running'
                  else 'succeeded' end,
             case when n <= 49980
                  then timestamptz '2026-11-01 00:00:01Z' + n * interval '1 second' end,
             case when n %% 10000 < 2 then 'run_timeout' end,
             1, 3, jsonb_build_object('id', n)
        from generate_series(%d, %d) n
      """;

  private static final String ANALYZE = "analyze status.task, status.task_label";

  private static final String LABEL =
      """
      insert into status.task_label
      select organization, key, value, created_at, id
        from status.task
       cross join lateral (values
         ('team', case when type = 'stack.pause' then 'rare' else 'usual' end),
         (case when actor = 'ada' then 'older' else 'newer' end, '')) label (key, value)
      """;

  private final TestDatabase database;
  private final Transactions transactions;

  private ManyTasks(TestDatabase database) {
    this.database = database;
    this.transactions = new Transactions(database.dataSource("status"));
  }

  /** PostgreSQL knows the tables as they are. */
  static ManyTasks known() throws SQLException {
    return filled(ANALYZE, ANALYZE);
  }

  /** PostgreSQL knows the tables as they were with a thousand tasks that were all alike. */
  static ManyTasks unknown() throws SQLException {
    return filled(ANALYZE, "select");
  }

  /** PostgreSQL knows nothing of the tables. */
  static ManyTasks unseen() throws SQLException {
    return filled("select", "select");
  }

  private static ManyTasks filled(String withAThousand, String last) throws SQLException {
    var database = TestDatabase.create();
    database.migrate("status", "io/rickyard/projector/changelog.xml");
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute("alter table status.task set (autovacuum_enabled = false)");
      statement.execute("alter table status.task_label set (autovacuum_enabled = false)");
      statement.execute(FILL.formatted(1_011, 2_010));
      statement.execute(withAThousand);
      statement.execute(FILL.formatted(1, 1_010));
      statement.execute(FILL.formatted(2_011, TASKS));
      statement.execute(LABEL);
      statement.execute(last);
    }
    return new ManyTasks(database);
  }

  Transactions transactions() {
    return transactions;
  }

  /** A task with the rare label, newer than all. */
  void add(int number) {
    run(
        "insert into task (id, organization, type, queue, created_at, state, attempt, version, body)"
            + " values ('%s', 'one', 'platform.probe', 'normal', now(), 'queued', 0, 0, '{}')"
                .formatted(added(number)));
    run(
        "insert into task_label select organization, 'team', 'rare', created_at, id from task where id = '%s'"
            .formatted(added(number)));
  }

  /** As retention deletes, before anything was vacuumed. */
  void forgetOldest(int number) {
    run(
        "delete from task where id < '01990000-0000-7000-8000-%s'"
            .formatted(String.format("%012x", number)));
  }

  /** The first so many of those that were added are gone. */
  void takeAway(int number) {
    run(
        "delete from task_label where task_id between '%s' and '%s'"
            .formatted(added(1), added(number)));
    run("delete from task where id between '%s' and '%s'".formatted(added(1), added(number)));
  }

  private static String added(int number) {
    return "01990000-0000-7000-8000-f%011d".formatted(number);
  }

  private void run(String sql) {
    transactions.run(transaction -> {
      Sight.everything(transaction.connection());
      try (Statement statement = transaction.connection().createStatement()) {
        statement.execute(sql);
      }
    });
  }

  @Override
  public void close() {
    database.close();
  }
}
