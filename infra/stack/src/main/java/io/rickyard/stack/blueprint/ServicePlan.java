package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime has to bring about for one service of one project.
 *
 * @param service its name within the stack; also the first name it is reached by
 * @param image the whole reference of its image
 * @param entrypoint what is run instead of the image's entry point; empty leaves that
 * @param command what is run instead of the image's command; empty leaves that
 * @param environment its variables
 * @param files what it finds in its container
 * @param volumes where its files live
 * @param ports where it listens
 * @param health how it is asked whether it works; null when it cannot be asked
 * @param dependsOn what has to be there first, of the services of this plan
 * @param limits what it may use
 * @param ulimits resource limits of its processes
 * @param capabilities what it needs of Linux's capabilities, all others being dropped
 * @param aliases further names it is reached by within the stack's network
 */
public record ServicePlan(
    String service,
    String image,
    List<String> entrypoint,
    List<String> command,
    SortedMap<String, PlannedValue> environment,
    List<PlannedFile> files,
    List<Volume> volumes,
    List<Port> ports,
    @Nullable HealthCheck health,
    List<Dependency> dependsOn,
    Limits limits,
    List<Ulimit> ulimits,
    List<String> capabilities,
    List<String> aliases) {

  /** Copies the collections. */
  public ServicePlan {
    requireNonNull(service, "service");
    requireNonNull(image, "image");
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    files = List.copyOf(files);
    volumes = List.copyOf(volumes);
    ports = List.copyOf(ports);
    dependsOn = List.copyOf(dependsOn);
    requireNonNull(limits, "limits");
    ulimits = List.copyOf(ulimits);
    capabilities = List.copyOf(capabilities);
    aliases = List.copyOf(aliases);
  }

  /** The same with another command and other variables. */
  public ServicePlan withCommand(
      List<String> otherCommand, SortedMap<String, PlannedValue> otherEnvironment) {
    return new ServicePlan(
        service,
        image,
        entrypoint,
        otherCommand,
        otherEnvironment,
        files,
        volumes,
        ports,
        health,
        dependsOn,
        limits,
        ulimits,
        capabilities,
        aliases);
  }

  /** The same with other limits. */
  public ServicePlan withLimits(Limits others) {
    return new ServicePlan(
        service,
        image,
        entrypoint,
        command,
        environment,
        files,
        volumes,
        ports,
        health,
        dependsOn,
        others,
        ulimits,
        capabilities,
        aliases);
  }
}
