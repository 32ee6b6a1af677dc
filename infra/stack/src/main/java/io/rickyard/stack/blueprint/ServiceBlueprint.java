package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.StackProfile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one service of a stack needs, whatever image it comes from.
 *
 * @param service its name within the stack; also the first name it is reached by
 * @param meaning what it is for
 * @param since the smallest profile that has it
 * @param entrypoint what is run instead of the image's entry point; empty leaves that
 * @param command what is run instead of the image's command; empty leaves that
 * @param environment its variables
 * @param files what it finds in its container
 * @param volumes where its files live
 * @param ports where it listens
 * @param health how it is asked whether it works; without one nobody can wait for its health
 * @param dependsOn what has to be there first
 * @param limits what it may use
 * @param ulimits resource limits of its processes
 * @param capabilities what its image needs of Linux's capabilities, all others being dropped
 * @param aliases further names it is reached by within the stack's network
 */
record ServiceBlueprint(
    String service,
    String meaning,
    StackProfile since,
    List<String> entrypoint,
    List<String> command,
    List<Variable> environment,
    List<ServiceFile> files,
    List<Volume> volumes,
    List<Port> ports,
    @Nullable HealthCheck health,
    List<Dependency> dependsOn,
    Limits limits,
    List<Ulimit> ulimits,
    List<String> capabilities,
    List<String> aliases) {

  /** What the port is called over which a gateway reaches the service. */
  static final String HTTP = "http";

  ServiceBlueprint {
    requireNonNull(service, "service");
    requireNonNull(meaning, "meaning");
    requireNonNull(since, "since");
    requireNonNull(limits, "limits");
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    files = List.copyOf(files);
    volumes = List.copyOf(volumes);
    ports = List.copyOf(ports);
    dependsOn = List.copyOf(dependsOn);
    ulimits = List.copyOf(ulimits);
    capabilities = List.copyOf(capabilities);
    aliases = List.copyOf(aliases);
  }

  /** The port over which a gateway reaches the service. */
  Optional<Integer> httpPort() {
    return ports.stream().filter(port -> port.name().equals(HTTP)).map(Port::number).findFirst();
  }

  boolean in(StackProfile profile) {
    return since.compareTo(profile) <= 0;
  }
}
