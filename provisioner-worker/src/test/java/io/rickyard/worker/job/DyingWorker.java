package io.rickyard.worker.job;

import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.worker.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process that runs a program in a sandbox until it is killed. */
final class DyingWorker {

  private DyingWorker() {}

  public static void main(String[] args) throws Exception {
    var workspace =
        new Workspaces(Path.of(args[0]), Integer.parseInt(args[1])).open().orElseThrow();
    var job =
        new JobRun(
            List.of("sh", "-c", "setsid sleep 600 & echo started; sleep 600"),
            Map.of(),
            Map.of(),
            Duration.ofHours(1),
            512,
            32);
    var process = Sandbox.start(job, Sandbox.usualVariables(workspace), workspace);
    workspace.note(process.toHandle());
    try (var said = process.inputReader()) {
      System.out.println(said.readLine());
      process.waitFor();
    }
  }
}
