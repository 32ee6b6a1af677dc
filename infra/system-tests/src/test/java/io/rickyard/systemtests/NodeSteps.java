package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a script of Node's to its end, which tells each of its steps as a line of JSON. */
final class NodeSteps {

  private static final int PATIENCE_IN_SECONDS = 240;

  private NodeSteps() {}

  /** What the script told, by step; fails with its complaint when it did not come to its end. */
  static Map<String, JsonNode> run(
      Path directory,
      Path node,
      String script,
      LocalInstallation installation,
      Map<String, String> more)
      throws IOException, InterruptedException {
    Path errors = directory.resolve("error.log");
    Path output = directory.resolve("steps.ndjson");
    var builder =
        new ProcessBuilder(node.toString(), script)
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    var environment = builder.environment();
    environment.put("RICKYARD_URL", installation.url().toString());
    environment.put("RICKYARD_TOKEN", installation.token());
    environment.put("PUBLISHABLE_KEY", installation.announced().path("publishable_key").asText());
    environment.put("SECRET_KEY", installation.announced().path("secret_key").asText());
    environment.putAll(more);
    var process = builder.start();
    boolean ended = process.waitFor(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    Map<String, JsonNode> steps = new HashMap<>();
    for (String line : Files.readAllLines(output)) {
      if (!line.startsWith("{")) {
        continue; // a library's word to its developers
      }
      var step = RickyardClient.JSON.readTree(line);
      steps.put(step.path("step").asText(), step);
    }
    assertThat(ended && process.exitValue() == 0)
        .as("%s after %s", Files.readString(errors), steps.keySet())
        .isTrue();
    return steps;
  }
}
