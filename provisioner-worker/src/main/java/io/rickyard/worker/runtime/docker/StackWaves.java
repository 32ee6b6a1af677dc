package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The order in which the containers of a stack come and go: what has to go goes first, each before
 * what it depends on; then what is missing comes, each after what it depends on.
 */
final class StackWaves {

  private final Containers containers;
  private final EngineEvents events;
  private final ServiceStart start;
  private final DockerSettings settings;

  StackWaves(
      Containers containers, EngineEvents events, ServiceStart start, DockerSettings settings) {
    this.containers = containers;
    this.events = events;
    this.start = start;
    this.settings = settings;
  }

  /** Starts these services; returns when they are healthy. */
  void start(StackLayout layout, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    new StackLaunch(containers, events, start, settings.startWithin(), layout, log).run(services);
  }

  /**
   * What serves another desired state, or was made from another plan, goes before the new comes.
   */
  void removeOutdated(StackLayout layout, StackLog log) throws StackFailure, InterruptedException {
    var outdated = seen(layout.stack(), container -> !layout.current(container));
    if (!outdated.isEmpty()) {
      log.line(LogLevel.INFO, "%d containers are replaced".formatted(outdated.size()));
      end(layout, outdated);
    }
  }

  /** Makes these services what they should be, and those that need them. */
  void mend(StackLayout layout, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    var mend = ServiceMend.of(layout, containers, services);
    end(layout, mend.replaced());
    start(layout.about(mend.services()), mend.services(), log);
  }

  /** Ends these services, whatever they are like, before it mends them. */
  void replace(StackLayout layout, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    end(layout, seen(layout.stack(), container -> services.contains(container.service())));
    mend(layout, services, log);
  }

  /** The services of a section that do not run as their plan is now. */
  List<Set<String>> outdated(StackLayout layout, SettingSection section)
      throws InterruptedException {
    var current =
        seen(layout.stack(), container -> layout.current(container) && container.running()).stream()
            .map(SeenContainer::service)
            .collect(Collectors.toSet());
    return section.services().stream()
        .map(services ->
            services.stream()
                .filter(service -> layout.plan().service(service).isPresent())
                .filter(service -> !current.contains(service))
                .collect(Collectors.toUnmodifiableSet()))
        .filter(services -> !services.isEmpty())
        .toList();
  }

  /** Stops all there is of a stack, in good order, and removes it. */
  void stop(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    stop(stack, plan, containers.of(stack.project()));
  }

  /** Removes all there is of a stack, as it is. */
  void remove(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    remove(stack, plan, containers.of(stack.project()));
  }

  /**
   * Removes all there is of a stack, unless some of it runs.
   *
   * @return whether it has
   */
  boolean removeResting(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    var all = containers.of(stack.project());
    if (all.stream().anyMatch(SeenContainer::running)) {
      return false;
    }
    remove(stack, plan, all);
    return true;
  }

  private List<SeenContainer> seen(StackSpec stack, Predicate<SeenContainer> which)
      throws InterruptedException {
    return containers.of(stack.project()).stream().filter(which).toList();
  }

  private void end(StackLayout layout, List<SeenContainer> some)
      throws StackFailure, InterruptedException {
    stop(layout.stack(), layout.plan(), some);
  }

  private void stop(StackSpec stack, StackPlan plan, List<SeenContainer> some)
      throws StackFailure, InterruptedException {
    StackTeardown.run(
        plan, some, container -> containers.stop(stack, container, settings.stopWithin()));
  }

  private void remove(StackSpec stack, StackPlan plan, List<SeenContainer> some)
      throws StackFailure, InterruptedException {
    StackTeardown.run(plan, some, container -> containers.remove(stack, container));
  }
}
