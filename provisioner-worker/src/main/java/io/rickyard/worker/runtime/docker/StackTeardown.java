package io.rickyard.worker.runtime.docker;

import io.rickyard.stack.blueprint.Dependency;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Ends containers of one stack, those first that others do not need: a service finds what it
 * depends on until it has stopped itself.
 */
final class StackTeardown {

  private StackTeardown() {}

  /** What is done to each container. */
  @FunctionalInterface
  interface End {
    void of(SeenContainer container) throws StackFailure, InterruptedException;
  }

  /** Ends these, level by level, all of a level at the same time. */
  static void run(StackPlan plan, List<SeenContainer> containers, End end)
      throws StackFailure, InterruptedException {
    var depths = depths(plan);
    var levels = new TreeMap<Integer, List<SeenContainer>>();
    for (var container : containers) {
      // What the plan does not know comes first: nothing of the plan needs it.
      var depth = depths.getOrDefault(container.service(), Integer.MAX_VALUE);
      levels.computeIfAbsent(depth, _ -> new ArrayList<>()).add(container);
    }
    for (var level : levels.descendingMap().values()) {
      together(level, end);
    }
  }

  private static void together(List<SeenContainer> level, End end)
      throws StackFailure, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (var container : level) {
        ends.add(
            threads.submit(() -> {
              end.of(container);
              return container;
            }));
      }
      for (var ended : ends) {
        outcome(ended);
      }
    }
  }

  static void outcome(Future<?> done) throws StackFailure, InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case StackFailure failure -> throw failure;
        case InterruptedException interruption -> throw interruption;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException("Nothing throws this", e);
      }
    }
  }

  private static Map<String, Integer> depths(StackPlan plan) {
    var depths = new HashMap<String, Integer>();
    for (var service : plan.services()) {
      var below =
          service.dependsOn().stream()
              .map(Dependency::service)
              .mapToInt(needed -> depths.getOrDefault(needed, 0))
              .max();
      depths.put(service.service(), below.isPresent() ? below.getAsInt() + 1 : 0);
    }
    return depths;
  }
}
