package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime saw of one stack.
 *
 * @param dataPresent whether its data exists
 * @param running whether anything of it runs
 * @param services each service of its profile, looked at by using it
 * @param database where its database listens, when it answers
 * @param drifts how its services differ from what they should be
 * @param observedAt when this was seen
 */
public record StackObservation(
    boolean dataPresent,
    boolean running,
    List<ServiceHealth> services,
    @Nullable DatabaseEndpoint database,
    List<Drift> drifts,
    Instant observedAt) {

  /** Copies the collections. */
  public StackObservation {
    services = List.copyOf(services);
    drifts = List.copyOf(drifts);
    requireNonNull(observedAt, "observedAt");
  }

  /** Nothing of the stack is here. */
  public static StackObservation absent(Instant observedAt) {
    return new StackObservation(false, false, List.of(), null, List.of(), observedAt);
  }

  /** Whether it runs and every service did what it is for. */
  public boolean healthy() {
    return running && !services.isEmpty() && services.stream().allMatch(ServiceHealth::healthy);
  }

  /** What is wrong with the first service that is not healthy. */
  public Optional<String> complaint() {
    return services.stream()
        .filter(service -> !service.healthy())
        .findFirst()
        .map(service -> service.service() + ": " + service.error());
  }
}
