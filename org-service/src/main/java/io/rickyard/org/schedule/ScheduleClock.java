package io.rickyard.org.schedule;

import io.rickyard.messaging.RetryableFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on schedules when they are due. It sleeps until the next one is, or until one is made or
 * resumed here; what another instance of this service made and did not live to act on is found
 * within {@link #LONGEST_WAIT}.
 */
public final class ScheduleClock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleClock.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LEAVING = Duration.ofSeconds(5);
  private static final int AT_ONCE = 200;

  private final DueSchedules schedules;
  private final Clock clock;
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  private ScheduleClock(DueSchedules schedules, Clock clock) {
    this.schedules = schedules;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("schedules").unstarted(this::run);
  }

  /** Starts to act, first of all on what became due while nobody did. */
  public static ScheduleClock start(DueSchedules schedules, Clock clock) {
    var started = new ScheduleClock(schedules, clock);
    started.thread.start();
    return started;
  }

  /** Something may be due earlier than was known. */
  public void wake() {
    wakeUps.release();
  }

  /** Waits a few seconds for the occurrence under way. */
  @Override
  public void close() {
    closing = true;
    wake();
    try {
      thread.join(LEAVING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  /** The loop that owns the thread; it ends when closed. */
  private void run() {
    try {
      while (!closing) {
        wakeUps.drainPermits();
        var wait = round();
        var _ = wakeUps.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error(
          "event=schedule_clock_ended follows=\"no schedule runs here\" repair=\"restart the service\"",
          e);
    }
  }

  /** Acts on everything that is due; says how long nothing will be. */
  private Duration round() {
    try {
      boolean more = true;
      while (more && !closing) {
        more = runDue() > 0;
      }
      return schedules.nextDue().map(this::until).orElse(LONGEST_WAIT);
    } catch (RetryableFailure e) {
      LOG.warn("event=schedules_wait follows=\"tries again\" reason=\"{}\"", e.getMessage());
      return RETRY;
    }
  }

  private int runDue() {
    int done = 0;
    for (var waiting : schedules.due(clock.instant(), AT_ONCE)) {
      if (!closing && run(waiting)) {
        done++;
      }
    }
    return done;
  }

  /** One schedule that cannot be understood must not hold up all others. */
  private boolean run(DueSchedules.Waiting waiting) {
    try {
      return schedules.run(waiting, clock.instant());
    } catch (RetryableFailure e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error(
          "event=schedule_failed schedule={} follows=\"it is suspended\" repair=\"resume it when the cause is mended\"",
          waiting.id(),
          e);
      schedules.setAside(waiting, clock.instant());
      return true;
    }
  }

  /** What is due and was not done here is in other hands for this moment. */
  private Duration until(Instant due) {
    var wait = Duration.between(clock.instant(), due);
    if (!wait.isPositive()) {
      return RETRY;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
