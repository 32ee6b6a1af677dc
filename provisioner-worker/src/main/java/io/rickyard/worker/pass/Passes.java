package io.rickyard.worker.pass;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something done again and again by a thread of its own, until it is closed. */
public final class Passes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Passes.class);

  private final String name;
  private final Duration first;
  private final Duration interval;
  private final Pass pass;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** What is done. It catches what it can go on after: anything it throws ends the passes. */
  @FunctionalInterface
  public interface Pass {
    /** Does it once. */
    void run() throws InterruptedException;
  }

  private Passes(String name, Duration first, Duration interval, Pass pass) {
    this.name = name;
    this.first = first;
    this.interval = interval;
    this.pass = pass;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /** Begins at once, and goes on after each such time. */
  public static Passes atOnce(String name, Duration interval, Pass pass) {
    return new Passes(name, Duration.ZERO, interval, pass);
  }

  /** Begins after such a time, and goes on after each. */
  public static Passes later(String name, Duration interval, Pass pass) {
    return new Passes(name, interval, interval, pass);
  }

  private void run() {
    try {
      var wait = first;
      while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        pass.run();
        wait = interval;
      }
    } catch (InterruptedException _) {
      LOG.debug("{} ends", name);
    }
  }

  /** Breaks off a pass that is under way. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
