package io.rickyard.worker.log;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are asked for. With neither a time nor a place, the last ones.
 *
 * @param services of these services; of all when there is none
 * @param since from this time on
 * @param after from this place on; goes before a time
 * @param limit so many at most
 */
public record LogQuery(
    Set<String> services, @Nullable Instant since, @Nullable Cursor after, int limit) {

  private static final int MOST = 1000;

  /** Copies the services and checks the range. */
  public LogQuery {
    services = Set.copyOf(services);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit lies between 1 and " + MOST);
    }
  }

  /** Where to begin; null for the end. */
  public @Nullable Cursor begin() {
    if (after != null) {
      return after;
    }
    return since == null ? null : new Cursor(since, 0);
  }
}
