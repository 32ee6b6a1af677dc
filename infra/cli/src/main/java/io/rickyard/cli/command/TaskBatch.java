package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Submits many tasks in one request. */
@Command(
    name = "batch",
    description = {
      "Submit up to 10,000 tasks, one JSON object per line, as POST /v1/tasks takes it.",
      "With --json each line is answered; otherwise those that were refused are."
    })
final class TaskBatch implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", description = "The lines; - for standard input.")
  private String file = "-";

  TaskBatch(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    List<JsonNode> results = invocation.client().postLines(Path.of("/v1/tasks/batch"), lines());
    long refused = results.stream().filter(result -> result.has("problem")).count();
    for (JsonNode result : results) {
      if (invocation.json()) {
        invocation.print(result.toString());
      } else if (result.has("problem")) {
        var problem = result.path("problem");
        invocation
            .err()
            .out()
            .println(
                "Line %d: %s (%s)"
                    .formatted(
                        result.path("line").asInt(),
                        problem.path("detail").asText(problem.path("title").asText()),
                        problem.path("code").asText()));
      }
    }
    if (!invocation.json()) {
      invocation.print(
          "Accepted %d of %d tasks.".formatted(results.size() - refused, results.size()));
    }
    return (refused == 0 ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private byte[] lines() {
    try {
      return file.equals("-")
          ? System.in.readAllBytes()
          : Files.readAllBytes(java.nio.file.Path.of(file));
    } catch (IOException e) {
      throw new CommandRefused(
          ExitCode.USAGE, "'" + file + "' cannot be read.", String.valueOf(e.getMessage()));
    }
  }
}
