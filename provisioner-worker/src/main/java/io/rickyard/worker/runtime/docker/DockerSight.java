package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.blueprint.Port;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.runtime.DatabaseHealth;
import io.rickyard.worker.stack.Drift;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A look at a stack. The database is healthy when it answers over a connection as the server it
 * should be and to the role users have, whatever the engine says; every other service is what its
 * health check says.
 */
final class DockerSight {

  private final Containers containers;
  private final StackNetworks networks;
  private final StackVolumes volumes;
  private final String address;
  private final Clock clock;

  DockerSight(
      Containers containers,
      StackNetworks networks,
      StackVolumes volumes,
      String address,
      Clock clock) {
    this.containers = containers;
    this.networks = networks;
    this.volumes = volumes;
    this.address = address;
    this.clock = clock;
  }

  StackObservation of(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    var now = clock.instant();
    var present = volumes.present(stack.project(), plan);
    var seen = new HashMap<String, SeenContainer>();
    for (var container : containers.of(stack.project())) {
      if (stack.keeps(container.generation()) && !container.isJob()) {
        seen.put(container.service(), container);
      }
    }
    var services = new ArrayList<ServiceHealth>();
    DatabaseEndpoint endpoint = null;
    for (var service : plan.services()) {
      if (service.service().equals(StackPlans.DATABASE)) {
        var port = port(service, seen);
        var database = database(stack, seen.get(service.service()), port, now);
        services.addAll(database);
        endpoint = endpoint(database.getFirst(), port);
      } else {
        services.add(health(service.service(), seen.get(service.service()), now));
      }
    }
    var running = seen.values().stream().anyMatch(SeenContainer::running);
    return present || running || !seen.isEmpty()
        ? new StackObservation(
            present,
            running,
            services,
            endpoint,
            present ? drifts(stack, plan, seen) : List.of(),
            now)
        : StackObservation.absent(now);
  }

  private List<Drift> drifts(StackSpec stack, StackPlan plan, Map<String, SeenContainer> seen)
      throws StackFailure, InterruptedException {
    var layout =
        new StackLayout(
            stack,
            plan,
            networks.find(stack.project()).orElse(""),
            volumes.given(stack.project(), plan));
    var drifts = new ArrayList<Drift>();
    for (var service : plan.services()) {
      containers
          .drift(layout, service, Optional.ofNullable(seen.get(service.service())))
          .ifPresent(drifts::add);
    }
    return drifts;
  }

  private static OptionalInt port(ServicePlan database, Map<String, SeenContainer> seen) {
    var container = seen.get(database.service());
    return container == null ? OptionalInt.empty() : databasePort(database, container);
  }

  /** Where the host finds the database. */
  static OptionalInt databasePort(ServicePlan database, SeenContainer container) {
    return database.ports().stream()
        .filter(port -> port.reached() == Port.Reach.USERS)
        .map(Port::number)
        .findFirst()
        .map(container::port)
        .orElseGet(OptionalInt::empty);
  }

  private List<ServiceHealth> database(
      StackSpec stack, @Nullable SeenContainer container, OptionalInt port, Instant now) {
    if (container == null) {
      return DatabaseHealth.down(now, "it has no container");
    }
    if (!container.running() || port.isEmpty()) {
      return DatabaseHealth.down(now, container.complaint());
    }
    // The engine gives the port to this container alone, so nothing else answers on it.
    return DatabaseHealth.ask(address, port.getAsInt(), stack.secrets(), OptionalLong.empty(), now);
  }

  private @Nullable DatabaseEndpoint endpoint(ServiceHealth server, OptionalInt port) {
    var version = server.version();
    return version == null || port.isEmpty()
        ? null
        : new DatabaseEndpoint(address, port.getAsInt(), DatabaseBlueprint.DATABASE, version);
  }

  private static ServiceHealth health(
      String service, @Nullable SeenContainer container, Instant now) {
    if (container == null) {
      return new ServiceHealth(service, false, now, null, "it has no container");
    }
    return container.ready()
        ? new ServiceHealth(service, true, now, null, null)
        : new ServiceHealth(service, false, now, null, container.complaint());
  }
}
