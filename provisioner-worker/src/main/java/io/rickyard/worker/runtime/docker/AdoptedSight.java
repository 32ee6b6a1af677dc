package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.worker.runtime.DatabaseHealth;
import io.rickyard.worker.runtime.docker.AdoptedStacks.Adopted;
import io.rickyard.worker.stack.Drift;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A look at a stack that compose made. The database is healthy when it answers over a connection to
 * the role users have, every other service when its container runs and its health check, where it
 * has one, does not fail. Whatever its owner makes anew or otherwise is as it should be: only what
 * stands still differs from what it should be.
 */
final class AdoptedSight {

  private static final int POSTGRES = 5432;
  private static final int GATEWAY = 8000;
  private static final Set<String> GATEWAYS = Set.of("kong", "gateway", "api-gw", "envoy");

  private final String address;
  private final boolean engineIsHere;
  private final Clock clock;

  /**
   * A look from this worker.
   *
   * @param address where published ports are reached
   * @param engineIsHere whether its networks are this machine's, so that containers are reached by
   *     their own addresses
   */
  AdoptedSight(String address, boolean engineIsHere, Clock clock) {
    this.address = address;
    this.engineIsHere = engineIsHere;
    this.clock = clock;
  }

  /** Where something listens. */
  record Place(String host, int port) {}

  StackObservation of(StackSpec stack, Adopted adopted, List<AdoptedContainer> containers) {
    var now = clock.instant();
    var services = new ArrayList<ServiceHealth>();
    var drifts = new ArrayList<Drift>();
    DatabaseEndpoint endpoint = null;
    for (var service : new TreeSet<>(adopted.services())) {
      var own = containers.stream().filter(found -> found.service().equals(service)).toList();
      own.stream()
          .filter(found -> !found.seen().running())
          .findFirst()
          .ifPresent(found -> drifts.add(stopped(found)));
      if (service.equals(adopted.databaseService())) {
        var database = database(stack, own, now);
        services.addAll(database);
        var server = database.getFirst();
        var place = databasePlace(own);
        var version = server.version();
        if (version != null && place.isPresent()) {
          endpoint =
              new DatabaseEndpoint(
                  place.get().host(), place.get().port(), DatabaseBlueprint.DATABASE, version);
        }
      } else {
        services.add(health(service, own, now));
      }
    }
    var running =
        containers.stream()
            .anyMatch(
                found -> found.seen().running() && adopted.services().contains(found.service()));
    // Whether its data are there is its owner's to know.
    return new StackObservation(true, running, services, endpoint, drifts, now);
  }

  private static Drift stopped(AdoptedContainer container) {
    return new Drift(
        container.service(),
        Drift.Kind.STOPPED,
        container.seen().frozen() ? "is frozen" : "ended with " + container.seen().exitCode());
  }

  private List<ServiceHealth> database(StackSpec stack, List<AdoptedContainer> own, Instant now) {
    if (own.isEmpty()) {
      return DatabaseHealth.down(now, "it has no container; only compose makes it again");
    }
    var container = own.getFirst().seen();
    var place = databasePlace(own);
    if (!container.running()) {
      return DatabaseHealth.down(now, container.complaint());
    }
    if (place.isEmpty()) {
      return DatabaseHealth.down(
          now, "its port 5432 is not published, and the engine is on another machine");
    }
    return DatabaseHealth.askAsUser(place.get().host(), place.get().port(), stack.secrets(), now);
  }

  /** Where the database is reached from here. */
  Optional<Place> databasePlace(List<AdoptedContainer> own) {
    return own.stream().findFirst().flatMap(container -> place(container, POSTGRES));
  }

  /** Where its gateway is reached, if it has one. */
  Optional<GatewayEndpoint> gateway(Adopted adopted, List<AdoptedContainer> containers) {
    return containers.stream()
        .filter(found -> adopted.services().contains(found.service()))
        .filter(found -> GATEWAYS.contains(found.service()) && found.seen().running())
        .findFirst()
        .flatMap(container -> place(container, GATEWAY))
        .map(place -> new GatewayEndpoint(place.host(), place.port()));
  }

  private Optional<Place> place(AdoptedContainer container, int inside) {
    var published = container.port(inside);
    if (published.isPresent()) {
      return Optional.of(new Place(address, published.getAsInt()));
    }
    return engineIsHere ? container.address().map(own -> new Place(own, inside)) : Optional.empty();
  }

  private static ServiceHealth health(String service, List<AdoptedContainer> own, Instant now) {
    if (own.isEmpty()) {
      return new ServiceHealth(
          service, false, now, null, "it has no container; only compose makes it again");
    }
    return own.stream()
        .filter(found -> !found.seen().ready())
        .findFirst()
        .map(found -> new ServiceHealth(service, false, now, null, found.seen().complaint()))
        .orElseGet(() -> new ServiceHealth(service, true, now, null, null));
  }
}
