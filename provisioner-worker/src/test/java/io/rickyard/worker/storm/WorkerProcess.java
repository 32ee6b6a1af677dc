package io.rickyard.worker.storm;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Publisher;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.engine.Engine;
import io.rickyard.worker.engine.EngineSettings;
import io.rickyard.worker.engine.Handlers;
import io.rickyard.worker.engine.Locks;
import io.rickyard.worker.engine.Meters;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A worker's process: an engine with connections and an outbox of its own. It can be cut off from
 * the database, and it can die as a process does, without handing anything back: then its handlers
 * do nothing any more, and it neither reads nor writes.
 */
final class WorkerProcess implements AutoCloseable {

  /** How many critical tasks a worker runs. */
  static final int CRITICAL_SLOTS = 2;

  /** How many others. */
  static final int SHARED_SLOTS = 3;

  static final Duration LEASE = Duration.ofMillis(800);
  static final Duration GRACE = Duration.ofMillis(400);
  static final Duration GAP_PATIENCE = Duration.ofSeconds(2);
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(1);

  /** The label that names a process, so that the tables tell one from the other. */
  static final String PROCESS = "process";

  private final int number;
  private final Map<String, String> labels;
  private final Wire wire;
  private final Transactions transactions;
  private final Outbox outbox;
  private final Engine engine;
  private volatile boolean dead;

  WorkerProcess(
      int number,
      Map<String, String> labels,
      TestDatabase database,
      Stage stage,
      Clock clock,
      Publisher publisher) {
    this.number = number;
    this.labels = Map.copyOf(labels);
    wire = new Wire(database);
    transactions = new Transactions(wire);
    outbox =
        Outbox.start(
            transactions,
            new Reachable(publisher),
            OutboxSettings.of("storm-" + number)
                .withRelay(Duration.ofSeconds(1), Duration.ofMillis(100)));
    engine =
        Engine.start(
            wire,
            outbox,
            new Handlers(
                Stream.of(BuiltInType.values())
                    .filter(StormHandler::runs)
                    .map(type -> StormHandler.of(type, stage, this))
                    .toList()),
            (_, _, _, _) -> false,
            settings(number, labels),
            clock,
            Meters.NONE);
  }

  private static EngineSettings settings(int number, Map<String, String> labels) {
    var all = new HashMap<>(labels);
    all.put(PROCESS, Integer.toString(number));
    return new EngineSettings(
        CRITICAL_SLOTS,
        SHARED_SLOTS,
        LEASE,
        GRACE,
        CANCEL_PATIENCE,
        GAP_PATIENCE,
        Duration.ofMillis(3),
        Duration.ofMillis(10),
        Duration.ofDays(15),
        all);
  }

  int number() {
    return number;
  }

  /** Whether it has the labels that a task asks for. */
  boolean serves(TaskPlan task) {
    return labels.entrySet().containsAll(task.options().workerLabels().entrySet());
  }

  WorkerId name() {
    return engine.worker();
  }

  Wire wire() {
    return wire;
  }

  Locks locks() {
    return engine.locks();
  }

  boolean isDead() {
    return dead;
  }

  /** Whether it can do anything now. */
  boolean works() {
    return !dead && !wire.isCut();
  }

  /** What is read before a batch's locks are let go of. */
  interface Reading {
    void read(Transaction transaction) throws SQLException;
  }

  /**
   * Hands it a batch of commands, and reads something in the same transaction.
   *
   * @throws RetryableFailure when it is to be delivered again
   */
  void take(List<? extends Envelope<?>> commands, Reading reading) {
    transactions.run(transaction -> {
      engine.intake().take(transaction, commands);
      reading.read(transaction);
    });
  }

  /** Dies. */
  void die() {
    dead = true;
    wire.cut();
  }

  /** Reads and writes again, though its handlers stay dead: an old process that comes back. */
  void haunt() {
    wire.mend();
  }

  @Override
  public void close() {
    engine.close();
    outbox.close();
  }

  /** The brokers, which a process that is cut off does not reach either. */
  private final class Reachable implements Publisher {

    private final Publisher brokers;

    Reachable(Publisher brokers) {
      this.brokers = brokers;
    }

    @Override
    public CompletableFuture<Position> publish(OutgoingMessage message) {
      return wire.isCut()
          ? CompletableFuture.failedFuture(new IllegalStateException("The brokers are away"))
          : brokers.publish(message);
    }

    @Override
    public void close() {}
  }
}
