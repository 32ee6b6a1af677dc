package io.rickyard.bench;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.systemtests.LocalInstallation;
import io.rickyard.worker.queue.FairOrder;
import io.rickyard.worker.queue.FairOrder.Taken;
import io.rickyard.worker.queue.QueueLocks;
import io.rickyard.worker.queue.QueuePlans;
import io.rickyard.worker.queue.RunningTable;
import io.rickyard.worker.queue.RunningTable.Start;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.task.AcceptedTask;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Claims of 64 tasks from a queue that is filled by SQL with copies of a task that was accepted. It
 * is the queue for batch tasks, paused so that the installation's own worker leaves it alone. A
 * claim is what the engine does under the lock of the queue, and is rolled back, so that the queue
 * keeps its size.
 */
final class Claims implements AutoCloseable {

  private static final TaskQueue QUEUE = TaskQueue.BATCH;
  private static final WorkerId WORKER = new WorkerId("bench");
  private static final int SLOTS = 64;
  private static final int WARM = 30;
  private static final int MEASURED = 100;
  private static final int KNOWN_KINDS = Short.MAX_VALUE;
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  /** Organizations are called a, b, ... j, ba, bb and so on, filled up to their 20 letters. */
  private static final String TASKS =
      """
      insert into task (id, queue, organization, type, message)
      select copy.id, model.queue, copy.organization, model.type,
             convert_to(replace(convert_from(model.message, 'UTF8'), model.id::text, copy.id::text), 'UTF8')
        from task model
       cross join lateral (
         select gen_random_uuid() as id,
                translate(lpad((n % ?)::text, 20, '0'), '0123456789', 'abcdefghij') as organization
           from generate_series(1, ?) n) copy
       where model.id = ?::uuid
      """;

  private static final String READY =
      """
      insert into ready (id, queue, organization, kind, priority, attempt, failures, losses, version, lines)
      select t.id, t.queue, t.organization, r.kind, r.priority, r.attempt, r.failures, r.losses,
             r.version, r.lines
        from task t cross join ready r
       where r.id = ?::uuid and t.queue = r.queue and t.id <> r.id
         and not exists (select from ready other where other.id = t.id)
      """;

  private static final String FLOWS =
      """
      insert into flow (queue, organization, turn, stride, kinds)
      select r.queue, r.organization, q.turn, 10000, array_agg(distinct r.kind)
        from ready r join queue_turn q using (queue)
       where r.id <> ?::uuid
       group by r.queue, r.organization, q.turn
      on conflict do nothing
      """;

  private static final String EMPTY =
      """
      with gone as (delete from ready where id <> ?::uuid returning id, queue, organization),
           lines as (delete from flow f using gone g
                      where f.queue = g.queue and f.organization = g.organization)
      delete from task t using gone g where t.id = g.id
      """;

  private final Connection database;
  private final String model;
  private int waiting;

  private Claims(Connection database, String model) {
    this.database = database;
    this.model = model;
  }

  /** Pauses the queue and lets one task wait in it, of which the others will be copies. */
  static Claims prepare(LocalInstallation installation) throws IOException, InterruptedException {
    try (RickyardClient client = installation.client()) {
      client.put(
          Path.of("/v1/pauses").segment("queue:" + QUEUE.wireName()), RickyardClient.object());
      Connection database = installation.database();
      run(database, "set search_path = provisioner");
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < LONGEST) {
        String id = submit(client, installation.organization());
        TimeUnit.MILLISECONDS.sleep(500); // one that was submitted before the pause held has run
        if (waits(database, id)) {
          return new Claims(database, id);
        }
      }
      database.close();
      throw new IOException("No task waits in the paused queue");
    } catch (SQLException e) {
      throw new IOException("The worker's tables could not be reached", e);
    }
  }

  private static String submit(RickyardClient client, String organization) {
    return client
        .post(
            Path.of("/v1/tasks"),
            RickyardClient.object()
                .put("type", "platform.probe")
                .put("organization", organization)
                .put("queue", QUEUE.wireName()))
        .body()
        .path("id")
        .asText();
  }

  private static boolean waits(Connection database, String id) throws SQLException {
    try (var select = database.prepareStatement("select from ready where id = ?::uuid")) {
      select.setString(1, id);
      try (var rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Lets so many tasks wait, which belong in turn to so many organizations. */
  void fill(int tasks, int organizations) throws IOException {
    try {
      if (tasks > waiting) {
        run(database, TASKS, organizations, tasks - waiting, model);
        run(database, READY, model);
        run(database, FLOWS, model);
        waiting = tasks;
      }
    } catch (SQLException e) {
      throw new IOException("The queue could not be filled", e);
    }
  }

  /** Takes all of them away again. */
  void empty() throws IOException {
    try {
      run(database, EMPTY, model);
      run(database, "vacuum analyze task, ready, flow");
      waiting = 0;
    } catch (SQLException e) {
      throw new IOException("The queue could not be emptied", e);
    }
  }

  /** How long claims take, from the lock of the queue to the running rows. */
  Latencies measure() throws IOException {
    var nanos = new long[MEASURED];
    try {
      run(database, QueuePlans.SETTINGS);
      database.setAutoCommit(false);
      for (int i = -WARM; i < MEASURED; i++) {
        long begun = System.nanoTime();
        claim();
        long took = System.nanoTime() - begun;
        database.rollback();
        if (i >= 0) {
          nanos[i] = took;
        }
      }
      database.setAutoCommit(true);
      run(database, "reset all");
      run(database, "set search_path = provisioner");
    } catch (SQLException e) {
      throw new IOException("A claim failed", e);
    }
    return Latencies.of(nanos);
  }

  private void claim() throws SQLException, IOException {
    QueueLocks.take(database, List.of(QUEUE));
    List<Taken> taken = FairOrder.take(database, QUEUE, KNOWN_KINDS, SLOTS);
    if (taken.size() != SLOTS) {
      throw new IOException("A claim got " + taken.size() + " of " + SLOTS + " tasks");
    }
    Map<TaskId, AcceptedTask> tasks =
        TaskTable.load(database, taken.stream().map(Taken::id).toList());
    var _ =
        RunningTable.insert(
            database,
            WORKER,
            taken.stream()
                .map(row ->
                    new Start(
                        Objects.requireNonNull(tasks.get(row.id()), "task"),
                        row.standing().begun()))
                .toList());
  }

  private static void run(Connection database, String sql, Object... values) throws SQLException {
    try (var statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      database.close();
    } catch (SQLException e) {
      throw new IOException("The connection could not be closed", e);
    }
  }
}
