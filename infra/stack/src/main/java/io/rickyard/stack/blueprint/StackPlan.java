package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.StackProfile;
import java.util.List;
import java.util.Optional;

/**
 * What a runtime has to bring about for one project. The same release, profile and inputs give the
 * same plan.
 *
 * @param release the release it comes from
 * @param profile which services it has
 * @param services each after every service it depends on
 */
public record StackPlan(String release, StackProfile profile, List<ServicePlan> services) {

  /** Copies the services. */
  public StackPlan {
    requireNonNull(release, "release");
    requireNonNull(profile, "profile");
    services = List.copyOf(services);
  }

  /** The service of that name, if the profile has it. */
  public Optional<ServicePlan> service(String name) {
    return services.stream().filter(plan -> plan.service().equals(name)).findFirst();
  }
}
