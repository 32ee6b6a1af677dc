package io.rickyard.worker.job;

import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.worker.log.Redaction;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import java.io.IOException;
import java.util.List;

/**
 * Runs the program.
 *
 * <ol>
 *   <li>The project's secrets and a place are taken now, not earlier.
 *   <li>The program runs where its project's runtime lets it; its lines go to the task's log as
 *       they come.
 *   <li>However it ends, all its processes are ended first, then its place goes, and with it
 *       everything the program left.
 * </ol>
 */
final class JobStep implements Step {

  /** The most lines that go to the task's log. */
  static final int MOST_LINES = 10_000;

  private static final long LOOK_EVERY_MILLIS = 100;

  private final JobRun job;
  private final ProjectDoors projects;
  private final JobSettings settings;
  private final List<JobSurroundings> surroundings;

  JobStep(
      JobRun job, ProjectDoors projects, JobSettings settings, List<JobSurroundings> surroundings) {
    this.job = job;
    this.projects = projects;
    this.settings = settings;
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    var program = job.command().getFirst();
    return "run " + program.substring(program.lastIndexOf('/') + 1);
  }

  @Override
  public void run(StepContext context) throws TaskFailure, InterruptedException {
    if (!settings.enabled()) {
      throw new TaskFailure("jobs_off", "rickyard.jobs.enabled is false here.", false);
    }
    var project = projects.open(job, context.run());
    try (var program = of(project).start(project, context::log)) {
      int code = follow(program, context, new Redaction(project.stack().secrets()));
      tell(code, context, program);
    } catch (IOException e) {
      throw JobPlaces.workspaceFailed(e);
    }
  }

  private JobSurroundings of(ProjectJob project) throws TaskFailure {
    var runtime = project.stack().runtime();
    return surroundings.stream()
        .filter(place -> place.runtime().equals(runtime))
        .findFirst()
        .orElseThrow(() ->
            new TaskFailure(
                "job_not_isolated", "Nothing keeps jobs in on the runtime " + runtime, false));
  }

  /** Writes down what comes until nothing more does; the program's exit code. */
  private int follow(JobProgram program, StepContext context, Redaction redaction)
      throws TaskFailure, InterruptedException {
    long deadline = System.nanoTime() + job.timeout().toNanos();
    int lines = 0;
    while (!program.ended()) {
      var line = program.next(LOOK_EVERY_MILLIS);
      if (line.isPresent() && lines < MOST_LINES) {
        context.log(line.get().level(), redaction.of(line.get().text()));
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
    return program.exitCode();
  }

  private static void tell(int code, StepContext context, JobProgram program)
      throws TaskFailure, IOException, InterruptedException {
    if (code != 0) {
      throw new TaskFailure("job_failed", "The program ended with exit code " + code, false);
    }
    context.result("exit_code", "0");
    var files = program.files();
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
}
