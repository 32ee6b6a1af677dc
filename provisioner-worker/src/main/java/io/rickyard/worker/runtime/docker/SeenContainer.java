package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container of a stack as it was seen.
 *
 * @param id what it is removed by
 * @param service which service it is
 * @param generation the desired state it was made for
 * @param plan the stamp of the plan it was made from
 * @param running whether its process runs and is not frozen
 * @param frozen whether its process is there and does nothing
 * @param fresh whether it was never started
 * @param exitCode how it ended last
 * @param error why it could not be started, if the engine says
 * @param health what its health check says, if it has one
 * @param ports its ports on the host, by its own
 * @param made what it was made with
 */
record SeenContainer(
    String id,
    String service,
    long generation,
    String plan,
    boolean running,
    boolean frozen,
    boolean fresh,
    long exitCode,
    String error,
    Optional<String> health,
    Map<Integer, Integer> ports,
    ContainerMake made) {

  static SeenContainer of(InspectContainerResponse container) {
    return named(
        labels(container).getOrDefault(StackLabels.SERVICE, ""), container, published(container));
  }

  private static Map<String, String> labels(InspectContainerResponse container) {
    return Optional.ofNullable(container.getConfig().getLabels()).orElseGet(Map::of);
  }

  /** One whose service and ports are known in another way than from our labels and wishes. */
  static SeenContainer named(
      String service, InspectContainerResponse container, Map<Integer, Integer> ports) {
    var labels = labels(container);
    var state = container.getState();
    return new SeenContainer(
        container.getId(),
        service,
        Long.parseLong(labels.getOrDefault(StackLabels.GENERATION, "0")),
        labels.getOrDefault(StackLabels.PLAN, ""),
        Boolean.TRUE.equals(state.getRunning()) && !Boolean.TRUE.equals(state.getPaused()),
        Boolean.TRUE.equals(state.getPaused()),
        "created".equals(state.getStatus()),
        Optional.ofNullable(state.getExitCodeLong()).orElse(0L),
        Optional.ofNullable(state.getError()).orElse(""),
        Optional.ofNullable(state.getHealth()).map(health -> String.valueOf(health.getStatus())),
        Map.copyOf(ports),
        ContainerMake.of(container));
  }

  /** Whether it is no service's, but one that a job ran in. */
  boolean isJob() {
    return service.isEmpty();
  }

  private static Map<Integer, Integer> published(InspectContainerResponse container) {
    var bindings =
        Optional.ofNullable(container.getHostConfig().getPortBindings())
            .map(Ports::getBindings)
            .orElseGet(Map::of);
    var published = new HashMap<Integer, Integer>();
    for (Map.Entry<ExposedPort, Ports.Binding[]> port : bindings.entrySet()) {
      if (port.getValue() != null && port.getValue().length > 0) {
        published.put(
            port.getKey().getPort(), Integer.parseInt(port.getValue()[0].getHostPortSpec()));
      }
    }
    return Map.copyOf(published);
  }

  /** Where the host finds one of its ports. */
  OptionalInt port(int inside) {
    var port = ports.get(inside);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** Whether it runs and nothing says that it does not work. */
  boolean ready() {
    return running && health.map("healthy"::equals).orElse(true);
  }

  /** Whether it runs and its health check has failed often enough. */
  boolean sick() {
    return running && health.filter("unhealthy"::equals).isPresent();
  }

  /** What is wrong with it, for people. */
  String complaint() {
    if (frozen) {
      return "it is frozen";
    }
    if (!running) {
      return fresh ? "it was never started" : "it ended with " + exitCode;
    }
    return switch (health.orElse("none")) {
      case "starting" -> "it is starting";
      case "unhealthy" -> "its health check fails";
      default -> "it does not answer";
    };
  }
}
