package io.rickyard.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.RecordingPublisher;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.queue.RulesTable;
import io.rickyard.worker.queue.TallyTable;
import io.rickyard.worker.task.RightsCheck;
import io.rickyard.worker.task.TaskHandler;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Engines on one database, whose messages end in one place. */
final class EngineRig implements AutoCloseable {

  static final EngineSettings SETTINGS =
      new EngineSettings(
          4,
          64,
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofMillis(3),
          Duration.ofMillis(20),
          Duration.ofDays(15),
          Map.of());

  private final TestDatabase database;
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final List<AutoCloseable> running = new ArrayList<>();
  private final Transactions transactions;
  private Meters meters = Meters.NONE;

  EngineRig(TestDatabase database) {
    this.database = database;
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    transactions = new Transactions(database.dataSource("provisioner"));
  }

  /** Engines that start from now on are counted by these. */
  void countWith(Meters counting) {
    meters = counting;
  }

  Engine start(TaskHandler... handlers) {
    return start(SETTINGS, (_, _, _, _) -> false, handlers);
  }

  Engine start(EngineSettings settings, RightsCheck rights, TaskHandler... handlers) {
    var outbox = Outbox.start(transactions, publisher, OutboxSettings.of("test-" + running.size()));
    var engine =
        Engine.start(
            database.dataSource("provisioner"),
            outbox,
            new Handlers(Arrays.asList(handlers)),
            rights,
            settings,
            Clock.systemUTC(),
            meters);
    running.addFirst(outbox);
    running.addFirst(engine);
    return engine;
  }

  /** Hands commands to an engine as one batch. */
  void take(Engine engine, List<? extends Envelope<?>> commands) {
    transactions.run(transaction -> engine.intake().take(transaction, commands));
  }

  void take(Engine engine, Envelope<?>... commands) {
    take(engine, List.of(commands));
  }

  Transactions transactions() {
    return transactions;
  }

  Lives lives() {
    return Lives.in(publisher);
  }

  void awaitEnd(TaskId id) {
    awaitEnds(List.of(id));
  }

  void awaitEnds(Collection<TaskId> ids) {
    Eventually.within(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          var lives = lives();
          return ids.stream().allMatch(lives::ended);
        });
  }

  long count(String table) {
    return transactions.call(transaction -> {
      try (var select = transaction.connection().prepareStatement("select count(*) from " + table);
          var row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    });
  }

  /** What the counts say runs of what is counted, and what a count over all rows says. */
  record Counts(Map<FlowScope, Long> counted, Map<FlowScope, Long> recounted) {
    void agree() {
      assertThat(counted).isEqualTo(recounted);
    }
  }

  /** Both at one moment, at which nobody starts or ends a task. */
  Counts countedAndRecounted() {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      try (var statement = connection.createStatement()) {
        statement.execute("set transaction isolation level repeatable read");
      }
      var rules = RulesTable.read(connection);
      Map<FlowScope, Long> running = TallyTable.running(connection);
      running.keySet().removeIf(scope -> !rules.isCounted(scope));
      Map<FlowScope, Long> counted = new HashMap<>();
      TallyTable.read(connection).forEach((scope, tally) -> counted.put(scope, tally.running()));
      return new Counts(counted, running);
    });
  }

  static EngineSettings slots(int critical, int shared) {
    return settings(critical, shared, Map.of());
  }

  static EngineSettings labelled(String name, String value) {
    return settings(SETTINGS.criticalSlots(), SETTINGS.sharedSlots(), Map.of(name, value));
  }

  private static EngineSettings settings(int critical, int shared, Map<String, String> labels) {
    return new EngineSettings(
        critical,
        shared,
        SETTINGS.lease(),
        SETTINGS.grace(),
        SETTINGS.cancelPatience(),
        SETTINGS.gapPatience(),
        SETTINGS.linger(),
        SETTINGS.logLinger(),
        SETTINGS.remembered(),
        labels);
  }

  void execute(String sql) {
    transactions.run(transaction -> {
      try (var statement = transaction.connection().createStatement()) {
        statement.execute(sql);
      }
    });
  }

  @Override
  public void close() throws SQLException {
    for (AutoCloseable part : running) {
      try {
        part.close();
      } catch (Exception e) { // AutoCloseable declares it
        throw new IllegalStateException(e);
      }
    }
  }
}
