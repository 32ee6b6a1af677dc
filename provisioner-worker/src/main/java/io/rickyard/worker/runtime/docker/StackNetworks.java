package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network of each stack. The engine keeps two of them from each other; {@code infra/firewall}
 * keeps them from the host, by the names of their bridges.
 */
final class StackNetworks {

  private static final int IN_USE = 403;
  private static final String BRIDGE_NAME = "com.docker.network.bridge.name";

  private final Engine engine;
  private final StackLabels labels;
  private final Claims claims;

  StackNetworks(Engine engine, StackLabels labels, Claims claims) {
    this.engine = engine;
    this.labels = labels;
    this.claims = claims;
  }

  /** The id of the stack's network, made now if there is none. */
  String open(StackSpec stack) throws StackFailure, InterruptedException {
    var found = all(labels.of(stack.project())).stream().map(Network::getId).sorted().toList();
    return switch (found.size()) {
      case 0 -> create(stack);
      case 1 -> found.getFirst();
      default -> alone(stack, found);
    };
  }

  /**
   * A creation that came late has made a second one. The engine starts nothing in a network whose
   * name another has too, so those in which nothing runs go.
   */
  private String alone(StackSpec stack, List<String> found)
      throws StackFailure, InterruptedException {
    var left = new ArrayList<>(found);
    for (var id : found.reversed()) {
      if (left.size() > 1 && removed(stack, id)) {
        left.remove(id);
      }
    }
    return left.getFirst();
  }

  private boolean removed(StackSpec stack, String id) throws StackFailure, InterruptedException {
    claims.require(stack);
    try {
      engine.act("remove network " + id, client -> client.removeNetworkCmd(id).exec());
      return true;
    } catch (NotFoundException _) {
      return true;
    } catch (DockerException e) {
      if (e.getHttpStatus() == IN_USE) {
        return false;
      }
      throw e;
    }
  }

  private String create(StackSpec stack) throws StackFailure, InterruptedException {
    claims.require(stack);
    var name = labels.network(stack.project());
    try {
      return engine.act(
          "create network " + name,
          client ->
              client
                  .createNetworkCmd()
                  .withName(name)
                  .withDriver("bridge")
                  .withCheckDuplicate(true)
                  .withOptions(Map.of(BRIDGE_NAME, StackLabels.bridge(stack)))
                  .withLabels(labels.of(stack))
                  .exec()
                  .getId());
    } catch (ConflictException e) {
      return find(stack.project())
          .orElseThrow(() ->
              DockerFailures.notOurs(
                  "A network that is not ours is called %s; it is left alone.".formatted(name)));
    }
  }

  /** Two may have been made at the same moment; then everybody takes the same. */
  Optional<String> find(ProjectRef project) throws InterruptedException {
    return all(labels.of(project)).stream().map(Network::getId).min(Comparator.naturalOrder());
  }

  /** The projects that have a network of this installation. */
  List<ProjectRef> projects() throws InterruptedException {
    return all(labels.ours()).stream()
        .map(network -> network.getLabels().get(StackLabels.PROJECT))
        .filter(java.util.Objects::nonNull)
        .map(ProjectRef::new)
        .toList();
  }

  /** Removes the stack's network, after its containers. */
  void remove(StackSpec stack) throws StackFailure, InterruptedException {
    for (var network : all(labels.of(stack.project()))) {
      claims.require(stack);
      try {
        engine.act(
            "remove network " + network.getName(),
            client -> client.removeNetworkCmd(network.getId()).exec());
      } catch (NotFoundException _) {
        // it is gone
      }
    }
  }

  private List<Network> all(Map<String, String> with) throws InterruptedException {
    return engine.ask(
        "list networks",
        client -> client.listNetworksCmd().withFilter("label", StackLabels.filter(with)).exec());
  }
}
