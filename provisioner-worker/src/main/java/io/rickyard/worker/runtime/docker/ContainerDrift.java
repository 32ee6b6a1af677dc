package io.rickyard.worker.runtime.docker;

import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.stack.Drift;
import java.util.Optional;
import java.util.Set;

/**
 * How a container differs from what its service should be. Pure. One that was made from an earlier
 * plan is compared with nothing but that it should run: the next restart gives it the new one.
 * Variables that the plan does not name are the image's own business.
 */
final class ContainerDrift {

  private ContainerDrift() {}

  /**
   * The first difference there is.
   *
   * @param processors how many the engine's host has
   */
  static Optional<Drift> of(
      StackLayout layout, ServicePlan service, Optional<SeenContainer> seen, int processors) {
    if (seen.isEmpty()) {
      return drift(service, Drift.Kind.REMOVED, "has no container");
    }
    var container = seen.get();
    if (layout.ofThisPlan(container)) {
      var made = made(layout, service, container, processors);
      if (made.isPresent()) {
        return made;
      }
    }
    if (container.frozen()) {
      return drift(service, Drift.Kind.STOPPED, "is frozen");
    }
    return container.running()
        ? Optional.empty()
        : drift(
            service,
            Drift.Kind.STOPPED,
            container.fresh() ? "was never started" : "ended with " + container.exitCode());
  }

  private static Optional<Drift> made(
      StackLayout layout, ServicePlan service, SeenContainer container, int processors) {
    var made = container.made();
    if (!made.image().equals(service.image())) {
      return drift(
          service,
          Drift.Kind.IMAGE,
          "has the image %s instead of %s".formatted(made.image(), service.image()));
    }
    var variable = variable(service, made);
    if (variable.isPresent()) {
      return drift(
          service,
          Drift.Kind.ENVIRONMENT,
          "was given another value for the variable " + variable.get());
    }
    // A container that does not run is in its networks in name only.
    if (container.running() && !made.networks().equals(Set.of(layout.network()))) {
      return drift(
          service,
          Drift.Kind.NETWORK,
          made.networks().contains(layout.network())
              ? "is in a network that is not its project's"
              : "is not in its project's network");
    }
    return limits(service, made, processors);
  }

  private static Optional<String> variable(ServicePlan service, ContainerMake made) {
    return service.environment().entrySet().stream()
        .filter(
            planned -> !planned.getValue().text().equals(made.environment().get(planned.getKey())))
        .map(java.util.Map.Entry::getKey)
        .findFirst();
  }

  private static Optional<Drift> limits(ServicePlan service, ContainerMake made, int processors) {
    var limits = service.limits();
    if (made.memory() != ContainerMake.memory(limits)) {
      return drift(
          service,
          Drift.Kind.LIMITS,
          "may use %d bytes of memory instead of %d"
              .formatted(made.memory(), ContainerMake.memory(limits)));
    }
    if (made.nanoCpus() != ContainerMake.nanoCpus(limits, processors)) {
      return drift(service, Drift.Kind.LIMITS, "may use another share of the processors");
    }
    return made.processes() == limits.processes()
        ? Optional.empty()
        : drift(service, Drift.Kind.LIMITS, "may have another number of processes");
  }

  private static Optional<Drift> drift(ServicePlan service, Drift.Kind kind, String seen) {
    return Optional.of(new Drift(service.service(), kind, seen));
  }
}
