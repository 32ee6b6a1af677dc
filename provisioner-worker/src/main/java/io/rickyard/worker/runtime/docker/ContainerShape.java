package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.stack.StackSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the container of one service is made: the plan's words in the engine's.
 *
 * @param plan what the service needs
 * @param network the id of the stack's network
 * @param volumes the engine's names of the stack's volumes, by theirs
 * @param address the host's address that ports are published on
 * @param ports the host's ports, by the container's
 * @param secrets what its stamp is made under
 */
record ContainerShape(
    ServicePlan plan,
    String network,
    Map<String, String> volumes,
    String address,
    Map<Integer, Integer> ports,
    StackSecrets secrets) {

  String service() {
    return plan.service();
  }

  String stamp() {
    return PlanStamp.of(plan, volumes, secrets);
  }

  /**
   * The command that makes it.
   *
   * @param whose the labels that say so
   * @param processors how many the host has: the engine refuses to limit a container to more
   */
  CreateContainerCmd on(DockerClient client, Map<String, String> whose, int processors) {
    var labels = new TreeMap<>(whose);
    labels.put(StackLabels.SERVICE, plan.service());
    labels.put(StackLabels.PLAN, stamp());
    var command =
        client
            .createContainerCmd(plan.image())
            .withLabels(labels)
            .withHostName(plan.service())
            .withAliases(Stream.concat(Stream.of(plan.service()), plan.aliases().stream()).toList())
            .withEnv(
                plan.environment().entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue().text())
                    .toList())
            .withExposedPorts(
                plan.ports().stream().map(port -> ExposedPort.tcp(port.number())).toList())
            .withHostConfig(host(processors));
    if (!plan.entrypoint().isEmpty()) {
      command.withEntrypoint(plan.entrypoint());
    }
    if (!plan.command().isEmpty()) {
      command.withCmd(plan.command());
    }
    var health = plan.health();
    if (health != null) {
      var test = new ArrayList<>(List.of("CMD"));
      test.addAll(health.command());
      command.withHealthcheck(
          new HealthCheck()
              .withTest(test)
              .withInterval(health.interval().toNanos())
              .withTimeout(health.timeout().toNanos())
              .withRetries(health.retries())
              .withStartPeriod(health.startPeriod().toNanos()));
    }
    return command;
  }

  /**
   * Nothing restarts by itself: whatever runs was started under a claim, and a host that comes back
   * does not start everything at once.
   */
  private HostConfig host(int processors) {
    var memory = ContainerMake.memory(plan.limits());
    return HostConfig.newHostConfig()
        .withNetworkMode(network)
        .withMounts(plan.volumes().stream().map(this::mount).toList())
        .withPortBindings(published())
        .withMemory(memory)
        .withMemorySwap(memory)
        .withNanoCPUs(ContainerMake.nanoCpus(plan.limits(), processors))
        .withPidsLimit((long) plan.limits().processes())
        .withUlimits(
            plan.ulimits().stream()
                .map(limit -> new Ulimit(limit.name(), limit.soft(), limit.hard()))
                .toList())
        .withCapDrop(Capability.ALL)
        .withCapAdd(
            plan.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new))
        .withSecurityOpts(List.of("no-new-privileges"))
        .withRestartPolicy(RestartPolicy.noRestart())
        .withLogConfig(
            new LogConfig(
                LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "3")));
  }

  private Mount mount(io.rickyard.stack.blueprint.Volume volume) {
    return new Mount()
        .withType(MountType.VOLUME)
        .withSource(volumes.get(volume.name()))
        .withTarget(volume.path())
        .withReadOnly(volume.readOnly());
  }

  private Ports published() {
    var bindings = new Ports();
    ports.forEach((inside, outside) ->
        bindings.bind(ExposedPort.tcp(inside), Ports.Binding.bindIpAndPort(address, outside)));
    return bindings;
  }

  /** A service's own files, by absolute path. */
  static Map<String, byte[]> files(ServicePlan plan) {
    var files = new TreeMap<String, byte[]>();
    plan.files().forEach(file -> files.put(file.path(), file.content().getBytes(UTF_8)));
    return files;
  }
}
