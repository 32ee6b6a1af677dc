package io.rickyard.worker.runtime.docker;

import io.rickyard.stack.blueprint.Port;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.stack.StackSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A stack and what is there for its containers.
 *
 * @param stack which one
 * @param plan what it is made of
 * @param network the id of its network
 * @param volumes the engine's names of its volumes, by theirs
 * @param kept services whose containers may be of an earlier plan
 */
record StackLayout(
    StackSpec stack,
    StackPlan plan,
    String network,
    Map<String, String> volumes,
    Set<String> kept) {

  StackLayout {
    volumes = Map.copyOf(volumes);
    kept = Set.copyOf(kept);
  }

  StackLayout(StackSpec stack, StackPlan plan, String network, Map<String, String> volumes) {
    this(stack, plan, network, volumes, Set.of());
  }

  /** The same where only these services have to be as the plan has them now. */
  StackLayout about(Set<String> services) {
    var others = new HashSet<>(all());
    others.removeAll(services);
    return new StackLayout(stack, plan, network, volumes, others);
  }

  String stamp(ServicePlan service) {
    return PlanStamp.of(service, volumes, stack.secrets());
  }

  /** Whether a container is what the plan wants and serves a desired state that is still in use. */
  boolean current(SeenContainer container) {
    return stack.keeps(container.generation())
        && !container.frozen()
        && (kept.contains(container.service()) || ofThisPlan(container));
  }

  /** Whether it was made from the plan as it is now. */
  boolean ofThisPlan(SeenContainer container) {
    return plan.service(container.service())
        .map(this::stamp)
        .filter(container.plan()::equals)
        .isPresent();
  }

  /** Everything that can start before the database has been set up. */
  Set<String> beforeSetup() {
    var after = new HashSet<String>();
    // Each service stands after what it depends on.
    for (var service : plan.services()) {
      if (service.dependsOn().stream()
          .map(io.rickyard.stack.blueprint.Dependency::service)
          .anyMatch(needed -> needed.equals(StackPlans.DATABASE) || after.contains(needed))) {
        after.add(service.service());
      }
    }
    return all().stream()
        .filter(service -> !after.contains(service))
        .collect(Collectors.toUnmodifiableSet());
  }

  Set<String> all() {
    return plan.services().stream()
        .map(ServicePlan::service)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The ports of a service that the host has to publish. */
  static List<Port> published(ServicePlan service) {
    return service.ports().stream().filter(port -> port.reached() != Port.Reach.STACK).toList();
  }

  /** What a published port is allocated for. */
  static String purpose(ServicePlan service, Port port) {
    return service.service().equals(StackPlans.DATABASE)
        ? PortAllocations.DATABASE
        : service.service() + ":" + port.name();
  }
}
