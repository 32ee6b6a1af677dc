package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The containers of stacks that compose made. They are started and stopped as they are; nothing
 * here makes or removes one. A late call of a claim that was lost stops or starts a service, which
 * whoever looks after the stack sees and mends.
 */
final class AdoptedContainers {

  private static final Duration STOP_CALL = Duration.ofSeconds(15);

  private final Engine engine;
  private final Claims claims;

  AdoptedContainers(Engine engine, Claims claims) {
    this.engine = engine;
    this.claims = claims;
  }

  /** All that compose has of a stack, but what was started by hand beside its services. */
  List<AdoptedContainer> of(String composeProject) throws InterruptedException {
    return engine.ask(
        "look at the containers of " + composeProject,
        client -> {
          var seen = new ArrayList<AdoptedContainer>();
          for (var container :
              client
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(Map.of(AdoptedContainer.PROJECT, composeProject))
                  .exec()) {
            inspect(client, container.getId()).ifPresent(seen::add);
          }
          return List.copyOf(seen);
        });
  }

  private static Optional<AdoptedContainer> inspect(DockerClient client, String id) {
    try {
      return AdoptedContainer.of(client.inspectContainerCmd(id).exec());
    } catch (NotFoundException _) {
      return Optional.empty(); // removed since it was listed
    }
  }

  /** Has it run; nothing happens when it does. */
  void start(StackSpec stack, AdoptedContainer container)
      throws StackFailure, InterruptedException {
    var id = container.seen().id();
    claims.require(stack);
    try {
      if (container.seen().frozen()) {
        engine.act("thaw " + container.service(), client -> client.unpauseContainerCmd(id).exec());
      } else {
        engine.act("start " + container.service(), client -> client.startContainerCmd(id).exec());
      }
    } catch (NotModifiedException _) {
      // it runs
    } catch (NotFoundException e) {
      throw gone(container.service());
    }
  }

  /** Stops it in good order; nothing happens when it does not run. */
  void stop(StackSpec stack, AdoptedContainer container, Duration within)
      throws StackFailure, InterruptedException {
    var id = container.seen().id();
    claims.require(stack);
    try {
      engine.act(
          "stop " + container.service(),
          within.plus(STOP_CALL),
          client -> client.stopContainerCmd(id).withTimeout((int) within.toSeconds()).exec());
    } catch (NotModifiedException | NotFoundException _) {
      // it does not run
    }
  }

  static StackFailure gone(String service) {
    return DockerFailures.failure(
        "adopted_container_gone",
        "%s has no container any more, and only compose makes it again: docker compose up -d"
            .formatted(service),
        false,
        null);
  }

  /** In the order in which compose starts them: those that others need first. */
  static List<List<AdoptedContainer>> inOrder(List<AdoptedContainer> containers) {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    for (var container : containers) {
      needs
          .computeIfAbsent(container.service(), _ -> new HashSet<>())
          .addAll(container.dependsOn());
    }
    var depths = new HashMap<String, Integer>();
    var levels = new TreeMap<Integer, List<AdoptedContainer>>();
    for (var container : containers) {
      var depth = depth(container.service(), needs, depths, new HashSet<>());
      levels.computeIfAbsent(depth, _ -> new ArrayList<>()).add(container);
    }
    return List.copyOf(levels.values());
  }

  /** Compose refuses circles; labels that have one all the same must not hold anybody up. */
  private static int depth(
      String service,
      Map<String, Set<String>> needs,
      Map<String, Integer> depths,
      Set<String> under) {
    var known = depths.get(service);
    if (known != null || !under.add(service)) {
      return known == null ? 0 : known;
    }
    int depth = 0;
    for (var needed : needs.getOrDefault(service, Set.of())) {
      if (needs.containsKey(needed)) {
        depth = Math.max(depth, depth(needed, needs, depths, under) + 1);
      }
    }
    depths.put(service, depth);
    return depth;
  }
}
