package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.engine.Execution.Stop;
import io.rickyard.worker.queue.Kinds;
import io.rickyard.worker.task.RightsCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's engine. Commands come in by {@link #intake()}; what comes of them goes out by the
 * outbox.
 *
 * <p>Closing it takes nothing new, interrupts what runs, hands it back, and gives up the lease, so
 * that the next one goes on at once. What the tasks built stays as it is.
 */
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration STOPPING = Duration.ofSeconds(20);

  private final Lease lease;
  private final Slots slots;
  private final Agenda agenda;
  private final FlowGate gate;
  private final Roster roster;
  private final CommitLoop commits;
  private final Keeper keeper;
  private final Deadlines deadlines;
  private final WakeListener listener;
  private final Intake intake;
  private final Locks locks;

  private Engine(
      DataSource dataSource,
      Transactions transactions,
      Outbox outbox,
      Handlers handlers,
      RightsCheck rights,
      EngineSettings settings,
      Clock clock,
      Meters meters,
      Traces traces) {
    lease = new Lease(transactions, settings, handlers.extensions());
    slots = new Slots(settings.criticalSlots(), settings.sharedSlots());
    agenda = new Agenda(settings, slots);
    gate =
        new FlowGate(
            transactions,
            new Kinds(transactions),
            slots,
            lease::worker,
            lease::names,
            settings.labels(),
            handlers);
    var wake = new Wake(lease::worker);
    var attempts = new Attempts(handlers, rights, () -> ThreadLocalRandom.current().nextDouble());
    roster = new Roster(attempts, handlers, slots, agenda, clock, lease::worker, meters, traces);
    commits =
        new CommitLoop(
            transactions,
            outbox,
            handlers,
            slots,
            clock,
            lease::worker,
            wake,
            gate,
            agenda,
            roster,
            meters);
    var alarm = new Alarm();
    var takeover =
        new Takeover(
            transactions,
            outbox,
            handlers,
            roster,
            agenda,
            wake,
            gate,
            clock,
            lease::worker,
            meters);
    var sheets = new Sheets(handlers, gate, clock, settings.cancelPatience());
    var sheetCommit =
        new SheetCommit(
            outbox,
            handlers,
            slots,
            agenda,
            roster,
            alarm,
            wake,
            gate,
            clock,
            lease::worker,
            meters);
    intake = new Intake(sheets, sheetCommit, gate, clock, settings);
    locks = new Locks(transactions, sheets, sheetCommit);
    deadlines = new Deadlines(transactions, intake, alarm, clock, settings.lease().dividedBy(4));
    keeper =
        new Keeper(
            transactions,
            settings,
            lease,
            roster,
            agenda,
            intake,
            takeover,
            wake,
            gate,
            commits::isRunning,
            meters);
    listener = new WakeListener(dataSource, agenda, gate, () -> lease.worker().value());
  }

  /** Begins a lease and starts to work, unseen by any trace. */
  public static Engine start(
      DataSource dataSource,
      Outbox outbox,
      Handlers handlers,
      RightsCheck rights,
      EngineSettings settings,
      Clock clock,
      Meters meters) {
    return start(dataSource, outbox, handlers, rights, settings, clock, meters, Traces.NONE);
  }

  /** Begins a lease and starts to work; its attempts are followed. */
  public static Engine start(
      DataSource dataSource,
      Outbox outbox,
      Handlers handlers,
      RightsCheck rights,
      EngineSettings settings,
      Clock clock,
      Meters meters,
      Traces traces) {
    var engine =
        new Engine(
            dataSource,
            new Transactions(dataSource),
            outbox,
            handlers,
            rights,
            settings,
            clock,
            meters,
            traces);
    engine.begin();
    return engine;
  }

  private void begin() {
    lease.begin();
    commits.start();
    keeper.start();
    deadlines.start();
    listener.start();
    agenda.look();
  }

  /** Where commands come in. */
  public Intake intake() {
    return intake;
  }

  /** Where locks are renewed and released. */
  public Locks locks() {
    return locks;
  }

  /** The name under which this worker holds tasks now. */
  public WorkerId worker() {
    return lease.worker();
  }

  /** Whether its lease is held; it does nothing without. */
  public boolean isAlive() {
    return lease.isHeld() && commits.isRunning();
  }

  /** The database may be away when a worker stops. */
  private void giveLeaseBack() {
    try {
      lease.end();
    } catch (RetryableFailure e) {
      LOG.warn(
          "event=lease_not_given_back worker={} follows=\"it ends by itself\" reason=\"{}\"",
          lease.worker(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    slots.close();
    try {
      long until = System.nanoTime() + STOPPING.toNanos();
      while (!roster.isEmpty() && System.nanoTime() - until < 0) {
        roster.stopAll(Stop.WORKER_STOPS);
        TimeUnit.MILLISECONDS.sleep(20);
      }
      agenda.close();
      commits.join(Duration.ofSeconds(5));
      listener.close();
      keeper.close();
      deadlines.close();
      if (roster.isEmpty()) {
        giveLeaseBack();
      } else {
        LOG.warn(
            "event=worker_stopped_late tasks={} follows=\"they are taken over when the lease ends\"",
            roster.ids());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
