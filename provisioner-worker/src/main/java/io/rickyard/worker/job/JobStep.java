package io.rickyard.worker.job;

import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.workspace.Workspace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the program.
 *
 * <ol>
 *   <li>A workspace and the project's secrets are taken now, not earlier.
 *   <li>The program runs in its sandbox; its lines go to the task's log as they come.
 *   <li>However it ends, all its processes are ended first, then the workspace goes, and with it
 *       everything the program left.
 * </ol>
 */
final class JobStep implements Step {

  /** The most lines that go to the task's log. */
  static final int MOST_LINES = 10_000;

  private static final long LOOK_EVERY_MILLIS = 100;
  private static final String USER = "postgres";

  private final JobRun job;
  private final ProjectDoors projects;
  private final JobPlaces places;

  JobStep(JobRun job, ProjectDoors projects, JobPlaces places) {
    this.job = job;
    this.projects = projects;
    this.places = places;
  }

  @Override
  public String name() {
    var program = job.command().getFirst();
    return "run " + program.substring(program.lastIndexOf('/') + 1);
  }

  @Override
  public void run(StepContext context) throws TaskFailure, InterruptedException {
    var project = projects.open(context.run());
    try (var workspace = places.take();
        var door = DatabaseDoor.open(workspace, project.database())) {
      var process = Sandbox.start(job, variables(workspace, door, project), workspace);
      try {
        workspace.note(process.toHandle());
        int code = follow(process, context, mask(project));
        tell(code, context, workspace);
      } finally {
        Sandbox.end(process);
      }
    } catch (IOException e) {
      throw JobPlaces.workspaceFailed(e);
    }
  }

  private Map<String, String> variables(
      Workspace workspace, DatabaseDoor door, ProjectDoors.Opened project) {
    var variables = new HashMap<>(Sandbox.usualVariables(workspace));
    variables.put("PGHOST", door.host());
    variables.put("PGPORT", door.port());
    variables.put("PGUSER", USER);
    variables.put("PGDATABASE", project.database().database());
    variables.put("PGPASSWORD", project.secrets().dbPassword());
    variables.putAll(job.environment());
    job.secrets().forEach((name, secret) -> variables.put(name, project.secret(secret)));
    return variables;
  }

  /** Writes down what comes until nothing more does; the program's exit code. */
  private int follow(Process process, StepContext context, List<String> secrets)
      throws TaskFailure, InterruptedException {
    var output = JobOutput.of(process);
    long deadline = System.nanoTime() + job.timeout().toNanos();
    int lines = 0;
    try {
      while (process.isAlive() || !output.ended()) {
        var line = output.next(LOOK_EVERY_MILLIS);
        if (line.isPresent() && lines < MOST_LINES) {
          context.log(line.get().level(), masked(line.get().text(), secrets));
        } else if (line.isPresent() && lines == MOST_LINES) {
          context.log(LogLevel.WARN, "The rest of the output is left out");
        }
        lines += line.isPresent() ? 1 : 0;
        context.checkpoint();
        if (System.nanoTime() - deadline >= 0) {
          throw new TaskFailure(
              "job_timeout", "The program did not end within " + job.timeout(), false);
        }
      }
      return process.exitValue();
    } finally {
      output.drop();
    }
  }

  private static void tell(int code, StepContext context, Workspace workspace)
      throws TaskFailure, IOException {
    if (code != 0) {
      throw new TaskFailure("job_failed", "The program ended with exit code " + code, false);
    }
    context.result("exit_code", "0");
    var files = CollectedFiles.of(workspace);
    files.contents().forEach((name, content) -> context.result("output/" + name, content));
    if (!files.left().isEmpty()) {
      context.log(
          LogLevel.WARN,
          "Output left out (at most %d files and %d bytes in all): %s"
              .formatted(
                  CollectedFiles.MOST_FILES,
                  CollectedFiles.MOST_BYTES,
                  String.join(", ", files.left())));
    }
  }

  private List<String> mask(ProjectDoors.Opened project) {
    var secrets = project.secrets();
    return List.of(
        secrets.dbPassword(), secrets.jwtSecret(), secrets.serviceKey(), secrets.secretKey());
  }

  private static String masked(String line, List<String> secrets) {
    var clean = line;
    for (var secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }
}
