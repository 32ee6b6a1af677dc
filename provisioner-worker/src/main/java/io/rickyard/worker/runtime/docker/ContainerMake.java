package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.rickyard.stack.blueprint.Limits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a container was made with and may use, as the engine has it.
 *
 * @param image its image's name
 * @param environment its variables, with those that the image brings; holds secrets
 * @param networks the ids of the networks it is in
 * @param memory the most main memory, in bytes
 * @param nanoCpus the most processor time, in billionths of a processor
 * @param processes the most processes
 */
record ContainerMake(
    String image,
    Map<String, String> environment,
    Set<String> networks,
    long memory,
    long nanoCpus,
    long processes) {

  private static final long MIB = 1024L * 1024;
  private static final long BILLION = 1_000_000_000L;

  ContainerMake {
    environment = Map.copyOf(environment);
    networks = Set.copyOf(networks);
  }

  static ContainerMake of(InspectContainerResponse container) {
    var config = container.getConfig();
    var host = container.getHostConfig();
    return new ContainerMake(
        Optional.ofNullable(config.getImage()).orElse(""),
        environment(Optional.ofNullable(config.getEnv()).orElse(new String[0])),
        container.getNetworkSettings().getNetworks().values().stream()
            .map(ContainerNetwork::getNetworkID)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet()),
        Optional.ofNullable(host.getMemory()).orElse(0L),
        Optional.ofNullable(host.getNanoCPUs()).orElse(0L),
        Optional.ofNullable(host.getPidsLimit()).orElse(0L));
  }

  private static Map<String, String> environment(String[] lines) {
    var variables = new HashMap<String, String>();
    Arrays.stream(lines)
        .map(line -> line.split("=", 2))
        .forEach(pair -> variables.put(pair[0], pair.length > 1 ? pair[1] : ""));
    return variables;
  }

  /** The engine's word for a limit of memory. */
  static long memory(Limits limits) {
    return limits.memoryMib() * MIB;
  }

  /**
   * The engine's word for a limit of processor time.
   *
   * @param processors how many the host has: the engine refuses to limit a container to more
   */
  static long nanoCpus(Limits limits, int processors) {
    return (long) (Math.min(limits.cpus(), processors) * BILLION);
  }

  @Override
  public String toString() {
    return "ContainerMake[image=" + image + ", ...]";
  }
}
