package io.rickyard.worker.runtime.docker;

import io.rickyard.stack.blueprint.Dependency;
import io.rickyard.worker.stack.Drift;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which containers of a stack have to go, and which services to be started, so that some services
 * are what they should be.
 *
 * <ol>
 *   <li>A container that only ended is started again: its log tells why it did.
 *   <li>Any other that differs is replaced.
 *   <li>A service that depends on one of them is started too when it has ended, and replaced when
 *       its health check fails. One that works is left alone.
 * </ol>
 *
 * @param services what is started
 * @param replaced what goes before
 */
record ServiceMend(Set<String> services, List<SeenContainer> replaced) {

  ServiceMend {
    services = Set.copyOf(services);
    replaced = List.copyOf(replaced);
  }

  static ServiceMend of(StackLayout layout, Containers containers, Set<String> wanted)
      throws InterruptedException {
    var seen = new HashMap<String, SeenContainer>();
    for (var container : containers.of(layout.stack().project())) {
      if (layout.stack().keeps(container.generation())) {
        seen.put(container.service(), container);
      }
    }
    return of(
        layout,
        seen,
        service ->
            containers.drift(
                layout,
                layout.plan().service(service).orElseThrow(),
                Optional.ofNullable(seen.get(service))),
        wanted);
  }

  /** Tells how a service of the plan differs. */
  @FunctionalInterface
  interface Drifts {
    Optional<Drift> of(String service);
  }

  static ServiceMend of(
      StackLayout layout, Map<String, SeenContainer> seen, Drifts drifts, Set<String> wanted) {
    var services = new HashSet<String>();
    var replaced = new ArrayList<SeenContainer>();
    // Each service stands after what it depends on.
    for (var service : layout.plan().services()) {
      var name = service.service();
      var container = seen.get(name);
      var drift = drifts.of(name);
      var concerned =
          service.dependsOn().stream().map(Dependency::service).anyMatch(services::contains);
      var sick = container != null && container.sick();
      if ((wanted.contains(name) && drift.isPresent())
          || (concerned && (drift.isPresent() || sick))) {
        services.add(name);
        if (container != null && !(startable(layout, container) && endedOnly(drift, sick))) {
          replaced.add(container);
        }
      }
    }
    return new ServiceMend(services, replaced);
  }

  private static boolean startable(StackLayout layout, SeenContainer container) {
    return !container.frozen() && layout.ofThisPlan(container);
  }

  private static boolean endedOnly(Optional<Drift> drift, boolean sick) {
    return !sick && drift.filter(seen -> seen.kind() == Drift.Kind.STOPPED).isPresent();
  }
}
