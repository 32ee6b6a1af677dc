package io.rickyard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The same containers by a plain script: {@code docker run} of each service in the order of its
 * dependencies, waiting until it is healthy before the next one is run. Images are those of the
 * running stack with the files that were put into its containers; volumes are its own, so that both
 * start on the same data.
 */
final class PlainStack {

  private static final String PREFIX = "rickyard-bench-";

  private final Path script;
  private final List<String> names = new ArrayList<>();
  private final List<String> images = new ArrayList<>();
  private final String network;

  private PlainStack(Path script, String network) {
    this.script = script;
    this.network = network;
  }

  /** Writes the script for a project that runs. */
  static PlainStack of(String project, Path directory) throws IOException, InterruptedException {
    var plain = new PlainStack(directory.resolve(project + ".sh"), PREFIX + project);
    var lines = new StringBuilder("#!/usr/bin/env bash\nset -euo pipefail\n");
    lines.append("docker network create ").append(plain.network).append(" >/dev/null\n");
    for (var container : Docker.containers(project)) {
      var service = Docker.service(container);
      var name = PREFIX + project + "-" + service;
      var image = name + ":kept";
      Docker.run("commit", container.path("Id").asText(), image);
      plain.names.add(name);
      plain.images.add(image);
      lines.append(plain.run(container, name, service, image)).append('\n');
      if (container.at("/Config/Healthcheck/Test").isArray()) {
        lines.append(
            "until [ \"$(docker inspect -f '{{.State.Health.Status}}' %s)\" = healthy ]; do sleep 0.05; done\n"
                .formatted(name));
      }
    }
    Files.writeString(plain.script, lines);
    return plain;
  }

  private String run(JsonNode container, String name, String service, String image) {
    var host = container.path("HostConfig");
    var words = new ArrayList<>(List.of("docker", "run", "-d", "--name", name));
    words.addAll(List.of("--network", network, "--hostname", service));
    words.addAll(List.of("--network-alias", service));
    container
        .at("/NetworkSettings/Networks")
        .forEach(joined ->
            joined.path("Aliases").forEach(alias -> add(words, "--network-alias", alias)));
    container
        .path("Mounts")
        .forEach(mount ->
            words.addAll(
                List.of(
                    "--mount",
                    "type=volume,src=%s,dst=%s"
                        .formatted(
                            mount.path("Name").asText(), mount.path("Destination").asText()))));
    host.path("PortBindings")
        .fieldNames()
        .forEachRemaining(port -> words.addAll(List.of("-p", "127.0.0.1::" + port)));
    words.addAll(List.of("--memory", host.path("Memory").asText()));
    words.addAll(List.of("--memory-swap", host.path("MemorySwap").asText()));
    words.addAll(List.of("--cpus", Double.toString(host.path("NanoCpus").asLong() / 1e9)));
    words.addAll(List.of("--pids-limit", host.path("PidsLimit").asText()));
    host.path("CapDrop").forEach(capability -> add(words, "--cap-drop", capability));
    host.path("CapAdd").forEach(capability -> add(words, "--cap-add", capability));
    host.path("SecurityOpt").forEach(option -> add(words, "--security-opt", option));
    host.path("Ulimits")
        .forEach(limit ->
            words.addAll(
                List.of(
                    "--ulimit",
                    "%s=%d:%d"
                        .formatted(
                            limit.path("Name").asText(),
                            limit.path("Soft").asLong(),
                            limit.path("Hard").asLong()))));
    words.add(image);
    return words.stream().collect(Collectors.joining("' '", "'", "' >/dev/null"));
  }

  private static void add(List<String> words, String option, JsonNode value) {
    words.add(option);
    words.add(value.asText());
  }

  /** Runs the script once and removes what it ran; how long the script took. */
  double seconds() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try {
      Docker.run(List.of("bash", script.toString()));
      return Stacks.seconds(begun);
    } finally {
      remove();
    }
  }

  private void remove() throws IOException, InterruptedException {
    for (var name : names.reversed()) {
      // In good order, so that neither start has to recover a database.
      Docker.run(List.of("bash", "-c", "docker stop -t 30 " + name + " || true"));
      Docker.run(List.of("bash", "-c", "docker rm -f " + name + " || true"));
    }
    Docker.run(List.of("bash", "-c", "docker network rm " + network + " || true"));
  }

  /** Removes the images that were kept for it. */
  void forget() throws IOException, InterruptedException {
    for (var image : images) {
      Docker.run("rmi", "-f", image);
    }
  }
}
