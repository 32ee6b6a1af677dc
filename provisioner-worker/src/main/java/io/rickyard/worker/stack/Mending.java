package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where stacks wait for being started or mended without a task: so many at once, so that a host
 * that comes back is not buried under all its stacks at the same moment.
 *
 * <ol>
 *   <li>A stack of which something runs comes before those that stand still: its users are there.
 *   <li>Of those that stand still the ones with fewer services come first, so that as many as
 *       possible are back as soon as possible.
 *   <li>Otherwise it goes in order of arrival. A stack waits once, however often it is asked for.
 * </ol>
 */
final class Mending implements AutoCloseable {

  /** How much there is to do; the less, the earlier. */
  enum Extent {
    /** Some services. */
    SOME_SERVICES,
    /** All of it. */
    WHOLE_STACK
  }

  /** What is done; it handles its own failures. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
  private static final Duration BREAK_OFF = Duration.ofSeconds(10);

  private final ThreadPoolExecutor threads;
  private final Set<ProjectRef> taken = ConcurrentHashMap.newKeySet();
  private final AtomicLong arrivals = new AtomicLong();

  Mending(int atOnce) {
    this.threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            Thread.ofVirtual().name("stack-mending-", 0).factory());
  }

  /** Whether something waits or is done for it. */
  boolean has(ProjectRef project) {
    return taken.contains(project);
  }

  /** Has something done when it is its turn; nothing happens while something is done for it. */
  void ask(ProjectRef project, Extent extent, StackProfile profile, Work work) {
    if (!threads.isShutdown() && taken.add(project)) {
      threads.execute(new Turn(project, extent, profile, arrivals.incrementAndGet(), work));
    }
  }

  /** One that waits. */
  private final class Turn implements Runnable, Comparable<Turn> {

    private static final Comparator<Turn> ORDER =
        Comparator.<Turn, Extent>comparing(turn -> turn.extent)
            .thenComparing(turn -> turn.profile)
            .thenComparing(turn -> turn.arrival);

    private final ProjectRef project;
    private final Extent extent;
    private final StackProfile profile;
    private final long arrival;
    private final Work work;

    Turn(ProjectRef project, Extent extent, StackProfile profile, long arrival, Work work) {
      this.project = project;
      this.extent = extent;
      this.profile = profile;
      this.arrival = arrival;
      this.work = work;
    }

    @Override
    public void run() {
      try {
        work.run();
      } catch (InterruptedException _) {
        LOG.debug("stack={} not mended, the worker stops", project);
      } catch (RuntimeException e) {
        // The database may be away: the next look asks for it again.
        LOG.warn("stack={} not mended this time: {}", project, e.toString());
      } finally {
        taken.remove(project);
      }
    }

    @Override
    public int compareTo(Turn other) {
      return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(arrival);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(BREAK_OFF.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("event=mending_not_broken_off within={}", BREAK_OFF);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
