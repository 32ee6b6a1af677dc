package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Starts services of one stack.
 *
 * <ol>
 *   <li>All containers are looked at. When every wanted service is healthy, that is all.
 *   <li>A service that ended after it was started here has failed, and the launch with it.
 *   <li>Each service whose dependencies are there and that does not run is started, all at the same
 *       time.
 *   <li>Then nothing happens until the engine tells of a change, or a start is done.
 * </ol>
 */
final class StackLaunch {

  private final Containers containers;
  private final EngineEvents events;
  private final ServiceStart start;
  private final Duration within;
  private final StackLayout layout;
  private final StackLog log;

  StackLaunch(
      Containers containers,
      EngineEvents events,
      ServiceStart start,
      Duration within,
      StackLayout layout,
      StackLog log) {
    this.containers = containers;
    this.events = events;
    this.start = start;
    this.within = within;
    this.layout = layout;
    this.log = log;
  }

  /** Returns when these services are healthy. */
  void run(Set<String> wanted) throws StackFailure, InterruptedException {
    var deadline = System.nanoTime() + within.toNanos();
    var project = layout.stack().project();
    var told = new HashSet<String>();
    try (var watch = events.watch(project);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = new TreeMap<String, Future<?>>();
      try {
        while (true) {
          var done = finished(begun);
          var seen = look();
          tell(wanted, seen, told);
          var waiting = services(wanted, seen);
          if (waiting.isEmpty()) {
            return;
          }
          requireNoneEnded(done, seen);
          begin(waiting, seen, begun, threads, watch);
          var left = Duration.ofNanos(deadline - System.nanoTime());
          if (!watch.await(left)) {
            throw DockerFailures.late(complaint(waiting, seen));
          }
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private Map<String, SeenContainer> look() throws InterruptedException {
    var seen = new HashMap<String, SeenContainer>();
    for (var container : containers.of(layout.stack().project())) {
      if (layout.current(container)) {
        seen.put(container.service(), container);
      }
    }
    return seen;
  }

  private void tell(Set<String> wanted, Map<String, SeenContainer> seen, Set<String> told) {
    seen.values().stream()
        .filter(SeenContainer::ready)
        .map(SeenContainer::service)
        .filter(wanted::contains)
        .filter(told::add)
        .sorted()
        .forEach(service -> log.line(LogLevel.INFO, service + " is healthy"));
  }

  private List<ServicePlan> services(Set<String> wanted, Map<String, SeenContainer> seen) {
    return layout.plan().services().stream()
        .filter(service -> wanted.contains(service.service()))
        .filter(service -> !ready(seen.get(service.service())))
        .toList();
  }

  /** Looked at before the containers are: what was started by then must be seen to run. */
  private static Set<String> finished(Map<String, Future<?>> begun)
      throws StackFailure, InterruptedException {
    var finished = new HashSet<String>();
    for (var start : begun.entrySet()) {
      if (start.getValue().isDone()) {
        StackTeardown.outcome(start.getValue());
        finished.add(start.getKey());
      }
    }
    return finished;
  }

  private void requireNoneEnded(Set<String> done, Map<String, SeenContainer> seen)
      throws StackFailure, InterruptedException {
    for (var service : done) {
      var container = seen.get(service);
      if (container == null) {
        throw DockerFailures.failure(
            "runtime_failed", service + " was removed while it started", true, null);
      }
      if (!container.running()) {
        throw containers.ended(container);
      }
    }
  }

  private void begin(
      List<ServicePlan> waiting,
      Map<String, SeenContainer> seen,
      Map<String, Future<?>> begun,
      ExecutorService threads,
      EngineWatch watch) {
    for (var service : waiting) {
      var there = seen.get(service.service());
      var runs = there != null && there.running();
      if (!runs && !begun.containsKey(service.service()) && satisfied(service, seen)) {
        log.line(LogLevel.INFO, "starting " + service.service());
        var task = new Start(service, Optional.ofNullable(there), watch);
        begun.put(service.service(), task);
        threads.execute(task);
      }
    }
  }

  /** One start under way; whoever waits is woken when its outcome is there, not before. */
  private final class Start extends FutureTask<ServicePlan> {

    private final EngineWatch watch;

    Start(ServicePlan service, Optional<SeenContainer> there, EngineWatch watch) {
      super(() -> {
        start.run(layout, service, there, log);
        return service;
      });
      this.watch = watch;
    }

    @Override
    protected void done() {
      watch.wake();
    }
  }

  private static boolean satisfied(ServicePlan service, Map<String, SeenContainer> seen) {
    return service.dependsOn().stream()
        .allMatch(needed -> {
          var container = seen.get(needed.service());
          return switch (needed.condition()) {
            case STARTED -> container != null && container.running();
            case HEALTHY -> ready(container);
          };
        });
  }

  private static boolean ready(@Nullable SeenContainer container) {
    return container != null && container.ready();
  }

  private static String complaint(List<ServicePlan> waiting, Map<String, SeenContainer> seen) {
    var first =
        waiting.stream()
            .filter(service -> satisfied(service, seen))
            .findFirst()
            .orElseGet(waiting::getFirst)
            .service();
    var container = seen.get(first);
    return "%s is not healthy in time: %s"
        .formatted(first, container == null ? "it has no container" : container.complaint());
  }
}
