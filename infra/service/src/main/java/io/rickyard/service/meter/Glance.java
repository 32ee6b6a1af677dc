package io.rickyard.service.meter;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was seen at the last look, for a second: several gauges of one scrape share one query, and
 * scraping more often costs nothing more. Nothing is remembered of a look that failed.
 */
public final class Glance<T> {

  private static final Logger LOG = LoggerFactory.getLogger(Glance.class);
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final String of;
  private final Supplier<T> look;
  private @Nullable T seen;
  private long lookAgain = System.nanoTime();

  /**
   * Remembers what a look shows.
   *
   * @param of at what, for the log
   * @param look a cheap query; what it throws means that nothing can be seen now
   */
  public Glance(String of, Supplier<T> look) {
    this.of = of;
    this.look = look;
  }

  /** What is there, or null while it cannot be seen. */
  public synchronized @Nullable T now() {
    if (System.nanoTime() - lookAgain >= 0) {
      try {
        seen = look.get();
      } catch (RuntimeException e) {
        // A gauge without a value says so; a scrape must not fail with all the others.
        seen = null;
        LOG.debug("event=gauge_unseen of={} follows=\"it has no value\"", of, e);
      }
      lookAgain = System.nanoTime() + KEPT.toNanos();
    }
    return seen;
  }
}
