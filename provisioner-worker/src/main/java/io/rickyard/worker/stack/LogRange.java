package io.rickyard.worker.stack;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines are read.
 *
 * @param services of these services; of all when there is none
 * @param since those from this time on; earlier ones may come too
 * @param last of each service not more than so many, the newest; null for all
 */
public record LogRange(Set<String> services, Instant since, @Nullable Integer last) {

  /** Copies the services and checks the range. */
  public LogRange {
    services = Set.copyOf(services);
    if (last != null && last < 1) {
      throw new IllegalArgumentException("At least one line is read");
    }
  }

  /** Whether lines of this service are wanted. */
  public boolean wants(String service) {
    return services.isEmpty() || services.contains(service);
  }
}
