package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.queue.WorkerTable;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * This worker's lease. It counts from before each heartbeat was sent, on this machine's monotonic
 * clock, so it always ends here before it ends in the database.
 */
final class Lease {

  private final Transactions transactions;
  private final Duration length;
  private final ProcessIdentity process = ProcessIdentity.own();
  private final EngineSettings settings;
  private final Set<ExtensionType> extensions;
  private final Set<WorkerId> names = ConcurrentHashMap.newKeySet();
  private volatile WorkerId worker = name(process);
  private volatile long renewedAt;

  Lease(Transactions transactions, EngineSettings settings, Set<ExtensionType> extensions) {
    this.extensions = Set.copyOf(extensions);
    this.transactions = transactions;
    this.settings = settings;
    this.length = settings.lease();
  }

  /** The name under which claims are made now. */
  WorkerId worker() {
    return worker;
  }

  /** All names under which this process has claimed; one that was drained under any of them is. */
  Collection<WorkerId> names() {
    return names;
  }

  /** Begins a lease, under a name that nobody had before. */
  void begin() {
    worker = name(process);
    names.add(worker);
    long now = System.nanoTime();
    transactions.run(transaction ->
        WorkerTable.register(
            transaction.connection(),
            worker,
            process.text(),
            new WorkerTable.Capacity(
                settings.labels(), extensions, settings.criticalSlots(), settings.sharedSlots())));
    renewedAt = now;
  }

  /** Renews it; false when it has gone to somebody else. */
  boolean renew() {
    long now = System.nanoTime();
    boolean renewed =
        transactions.call(transaction -> WorkerTable.heartbeat(transaction.connection(), worker));
    if (renewed) {
      renewedAt = now;
    }
    return renewed;
  }

  /** Whether it has not run out by this machine's clock. */
  boolean isHeld() {
    return System.nanoTime() - renewedAt < length.toNanos();
  }

  /** Gives it back. */
  void end() {
    transactions.run(transaction -> WorkerTable.remove(transaction.connection(), worker));
  }

  private static WorkerId name(ProcessIdentity process) {
    return new WorkerId(
        "worker-%d-%08x".formatted(process.pid(), ThreadLocalRandom.current().nextInt()));
  }
}
