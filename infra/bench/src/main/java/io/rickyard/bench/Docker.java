package io.rickyard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The engine's own command line, as a person would use it. */
final class Docker {

  private static final String PROJECT = "io.rickyard.project";

  private Docker() {}

  /** Runs a command; what it wrote, without the last line's end. */
  static String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs any program; throws with what it said when it fails. */
  static String run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  /** The containers of a project, in the order in which they were started. */
  static List<JsonNode> containers(String project) throws IOException, InterruptedException {
    var found = new ArrayList<JsonNode>();
    for (var id : ids(project)) {
      found.add(RickyardClient.JSON.readTree(run("inspect", id)).get(0));
    }
    found.sort((one, other) -> started(one).compareTo(started(other)));
    return found;
  }

  /** The ids of a project's containers, also while these come and go. */
  static List<String> ids(String project) throws IOException, InterruptedException {
    return run("ps", "-q", "--no-trunc", "--filter", "label=" + PROJECT + "=" + project)
        .lines()
        .toList();
  }

  /** Which service a container is. */
  static String service(JsonNode container) {
    return container.at("/Config/Labels/io.rickyard.service").asText();
  }

  private static String started(JsonNode container) {
    return container.at("/State/StartedAt").asText();
  }
}
