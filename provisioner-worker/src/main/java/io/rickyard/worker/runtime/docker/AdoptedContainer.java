package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A container of a stack that compose made, as it was seen.
 *
 * @param seen what every container has
 * @param dependsOn the services that compose starts before it
 * @param address its address in the first of its networks, while it runs
 */
record AdoptedContainer(SeenContainer seen, Set<String> dependsOn, Optional<String> address) {

  static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final String DEPENDS_ON = "com.docker.compose.depends_on";
  private static final String ONE_OFF = "com.docker.compose.oneoff";

  AdoptedContainer {
    dependsOn = Set.copyOf(dependsOn);
  }

  /** Nothing for what was started by hand beside the services. */
  static Optional<AdoptedContainer> of(InspectContainerResponse container) {
    var labels = Optional.ofNullable(container.getConfig().getLabels()).orElseGet(Map::of);
    var service = labels.get(SERVICE);
    if (service == null || "true".equalsIgnoreCase(labels.get(ONE_OFF))) {
      return Optional.empty();
    }
    return Optional.of(
        new AdoptedContainer(
            SeenContainer.named(service, container, published(container)),
            dependsOn(labels.getOrDefault(DEPENDS_ON, "")),
            address(container)));
  }

  String service() {
    return seen.service();
  }

  /** Where the host's own port leads to one of its ports. */
  OptionalInt port(int inside) {
    return seen.port(inside);
  }

  /** {@code db:service_healthy:false,auth:service_started:true}. */
  private static Set<String> dependsOn(String label) {
    return Arrays.stream(label.split(","))
        .map(entry -> entry.split(":", 2)[0].strip())
        .filter(service -> !service.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Optional<String> address(InspectContainerResponse container) {
    return container.getNetworkSettings().getNetworks().values().stream()
        .map(ContainerNetwork::getIpAddress)
        .filter(Objects::nonNull)
        .filter(address -> !address.isEmpty())
        .findFirst();
  }

  /** As it is, and not as it was asked for: compose may leave the number to the engine. */
  private static Map<Integer, Integer> published(InspectContainerResponse container) {
    var ports =
        Optional.ofNullable(container.getNetworkSettings().getPorts())
            .map(Ports::getBindings)
            .orElseGet(Map::of);
    var published = new HashMap<Integer, Integer>();
    for (Map.Entry<ExposedPort, Ports.Binding[]> port : ports.entrySet()) {
      if (port.getValue() != null && port.getValue().length > 0) {
        published.put(
            port.getKey().getPort(), Integer.parseInt(port.getValue()[0].getHostPortSpec()));
      }
    }
    return published;
  }
}
