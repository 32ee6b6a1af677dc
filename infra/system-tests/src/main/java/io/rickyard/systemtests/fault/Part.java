package io.rickyard.systemtests.fault;

import io.rickyard.postgres.ServerProcess;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of an installation as a process of its own, started again whenever it ends, as the system
 * of a server would.
 */
final class Part implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Part.class);
  private static final long LOOK_MILLIS = 50;
  private static final long PATIENCE_SECONDS = 20;

  /** How it is started. */
  interface Program {
    /** Starts it and returns its process; whether it serves already is another question. */
    ServerProcess start() throws IOException;
  }

  /** Whether it serves. */
  interface Health {
    /** Asks it. */
    boolean serves();
  }

  private final String name;
  private final Program program;
  private final Health health;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger starts = new AtomicInteger();
  private final Thread watching;
  private volatile @Nullable ServerProcess process;

  Part(String name, Program program, Health health) {
    this.name = name;
    this.program = program;
    this.health = health;
    this.watching = Thread.ofVirtual().name("part-" + name).unstarted(this::watch);
  }

  String name() {
    return name;
  }

  /** Starts it, and from now on again and again. */
  void begin() {
    watching.start();
  }

  /** The number of its process, while it lives. */
  long pid() {
    return process().map(ServerProcess::pid).orElse(-1L);
  }

  /** How often it was started. */
  int starts() {
    return starts.get();
  }

  /** Whether it serves now. */
  boolean serves() {
    return process().isPresent() && health.serves();
  }

  /** Ends it as a power cut would. */
  void kill() {
    process().flatMap(Part::handle).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Stops its time (SIGSTOP) until {@link #resume}. */
  void pause() throws IOException {
    signal("STOP");
  }

  /** Lets its time go on (SIGCONT). */
  void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException {
    var now = process().orElseThrow(() -> new IOException(name + " has no process to signal"));
    Command.run("kill", "-" + signal, Long.toString(now.pid()));
  }

  /** Its process, while it lives. */
  private Optional<ServerProcess> process() {
    return Optional.ofNullable(process).filter(ServerProcess::isAlive);
  }

  private static Optional<ProcessHandle> handle(ServerProcess process) {
    return ProcessHandle.of(process.pid());
  }

  private void watch() {
    try {
      do {
        if (process().isEmpty()) {
          startAgain();
        }
      } while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What fails here, for instance for want of space, is tried again at the next look. */
  private void startAgain() {
    try {
      process = program.start();
      starts.incrementAndGet();
    } catch (IOException e) {
      LOG.info("part={} did not start and is started again: {}", name, e.getMessage());
    }
  }

  /** Ends it for good and waits for that. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    try {
      watching.join();
      if (process().isPresent()) {
        resume(); // who stands still hears no signal
        process().flatMap(Part::handle).ifPresent(ProcessHandle::destroy);
        if (!endsWithin(PATIENCE_SECONDS)) {
          kill();
          endsWithin(PATIENCE_SECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while " + name + " was stopped", e);
    }
  }

  private boolean endsWithin(long seconds) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (process().isPresent() && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return process().isEmpty();
  }
}
