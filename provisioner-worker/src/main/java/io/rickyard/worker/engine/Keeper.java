package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.queue.ChildTable;
import io.rickyard.worker.queue.LaneTable;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.queue.WorkerTable;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the worker's house: renews the lease and stops everything when it is lost, watches
 * deadlines, takes over from lost workers, and forgets what is old.
 */
final class Keeper {

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration FORGETTING = Duration.ofMinutes(10);
  private static final int FORGOTTEN_AT_ONCE = 20_000;

  /** Few, because their locks are held meanwhile. */
  private static final int LANES_AT_ONCE = 500;

  private final Transactions transactions;
  private final EngineSettings settings;
  private final Lease lease;
  private final Roster roster;
  private final Agenda agenda;
  private final Intake intake;
  private final Takeover takeover;
  private final Wake wake;
  private final FlowGate gate;
  private final Preemption preemption;
  private final BooleanSupplier commitsRun;
  private final LeaseLoss loss;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread beating = Thread.ofPlatform().name("worker-lease").unstarted(this::beat);
  private final Thread sweeping = Thread.ofPlatform().name("worker-sweep").unstarted(this::sweep);

  Keeper(
      Transactions transactions,
      EngineSettings settings,
      Lease lease,
      Roster roster,
      Agenda agenda,
      Intake intake,
      Takeover takeover,
      Wake wake,
      FlowGate gate,
      BooleanSupplier commitsRun,
      Meters meters) {
    this.transactions = transactions;
    this.settings = settings;
    this.lease = lease;
    this.roster = roster;
    this.agenda = agenda;
    this.intake = intake;
    this.takeover = takeover;
    this.wake = wake;
    this.gate = gate;
    this.preemption = new Preemption(agenda, gate, roster::executions);
    this.commitsRun = commitsRun;
    this.loss = new LeaseLoss(meters);
  }

  void start() {
    beating.start();
    sweeping.start();
  }

  void close() throws InterruptedException {
    closing.countDown();
    beating.join();
    sweeping.join();
  }

  /** The loop that owns the thread of the lease; whatever breaks, it ends only when closed. */
  private void beat() {
    long interval = settings.lease().dividedBy(5).toNanos();
    long next = System.nanoTime() + interval;
    try {
      while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          roster.watch();
          // A worker that cannot commit must not look alive.
          if (System.nanoTime() - next >= 0 && commitsRun.getAsBoolean()) {
            renew();
            next = System.nanoTime() + interval;
          }
          makeRoom();
          stopWithoutLease();
        } catch (RuntimeException e) {
          LOG.error("event=beat_broken worker={} follows=\"goes on\"", lease.worker(), e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopWithoutLease() {
    if (lease.isHeld()) {
      loss.isOver();
    } else if (!roster.isEmpty()) {
      if (loss.begins()) {
        LOG.error(
            "event=lease_lost worker={} follows=\"stops its tasks; others take them over\"",
            lease.worker());
      }
      roster.abandon();
    }
  }

  private void makeRoom() {
    try {
      preemption.look();
    } catch (RetryableFailure e) {
      LOG.warn("event=preemption_waits follows=\"looks again\" reason=\"{}\"", e.getMessage());
    }
  }

  private void renew() {
    try {
      if (!lease.renew()) {
        LOG.error(
            "event=lease_taken worker={} follows=\"stops its tasks, goes on under a new name\"",
            lease.worker());
        var _ = loss.begins();
        try {
          // The new name first: what is claimed under the old one from here on is abandoned at
          // once.
          lease.begin();
        } finally {
          roster.abandon();
        }
      }
    } catch (RetryableFailure e) {
      LOG.warn(
          "event=heartbeat_failed worker={} follows=\"tries again until the lease runs out\" reason=\"{}\"",
          lease.worker(),
          e.getMessage());
    }
  }

  /** The loop that owns the thread of sweeping; whatever breaks, it ends only when closed. */
  private void sweep() {
    long forgetAt = System.nanoTime();
    try {
      do {
        try {
          takeOver();
          takeover.strays();
          takeover.unheard();
          transactions.run(intake::passGaps);
          transactions.run(intake::followParents);
          agenda.cancels();
          gate.refresh();
          agenda.look();
          agenda.dueIn(Duration.ZERO);
          if (System.nanoTime() - forgetAt >= 0) {
            forget();
            forgetAt = System.nanoTime() + FORGETTING.toNanos();
          }
        } catch (RetryableFailure e) {
          LOG.warn("event=sweep_failed follows=\"tries again\" reason=\"{}\"", e.getMessage());
        } catch (RuntimeException e) {
          LOG.error("event=sweep_broken follows=\"goes on\"", e);
        }
      } while (!closing.await(settings.lease().dividedBy(4).toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeOver() {
    Map<WorkerId, String> others =
        transactions.call(
            transaction -> WorkerTable.others(transaction.connection(), lease.worker()));
    wake.alone(others.isEmpty());
    Set<WorkerId> lost = new LinkedHashSet<>();
    others.forEach((worker, process) -> {
      if (ProcessIdentity.parse(process).isGone()) {
        lost.add(worker);
      }
    });
    lost.addAll(
        transactions.call(transaction ->
            WorkerTable.silent(transaction.connection(), settings.lease().plus(settings.grace()))));
    lost.remove(lease.worker());
    lost.forEach(takeover::from);
  }

  private void forget() {
    int forgotten;
    do {
      forgotten =
          transactions.call(transaction ->
              TaskTable.forget(transaction.connection(), settings.remembered(), FORGOTTEN_AT_ONCE));
    } while (forgotten == FORGOTTEN_AT_ONCE);
    int idle;
    do {
      idle =
          transactions.call(
              transaction -> LaneTable.forgetIdle(transaction.connection(), LANES_AT_ONCE));
    } while (idle == LANES_AT_ONCE);
    transactions.run(
        transaction -> ChildTable.forget(transaction.connection(), settings.remembered()));
  }
}
