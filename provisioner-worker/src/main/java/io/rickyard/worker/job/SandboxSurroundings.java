package io.rickyard.worker.job;

import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.workspace.Workspace;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs as processes of this machine, each in a sandbox and a workspace of its own. */
final class SandboxSurroundings implements JobSurroundings {

  private final JobPlaces places;

  SandboxSurroundings(JobPlaces places) {
    this.places = places;
  }

  @Override
  public String runtime() {
    return "process";
  }

  @Override
  public JobProgram start(ProjectJob job, StackLog log) throws TaskFailure, InterruptedException {
    var workspace = places.take();
    try {
      return begin(job, workspace);
    } catch (IOException e) {
      throw JobPlaces.workspaceFailed(e);
    }
  }

  private static JobProgram begin(ProjectJob job, Workspace workspace) throws IOException {
    DatabaseDoor door = null;
    Process process = null;
    boolean begun = false;
    try {
      door = DatabaseDoor.open(workspace, job.database(), job.source());
      var variables = job.variables(Sandbox.usualVariables(workspace), door.host(), door.port());
      process = Sandbox.start(job.job(), variables, workspace);
      workspace.note(process.toHandle());
      var program = new Program(workspace, door, process, JobOutput.of(process));
      begun = true;
      return program;
    } finally {
      if (!begun) {
        end(workspace, door, process);
      }
    }
  }

  /** First all processes, then the way out, then everything the program left. */
  private static void end(
      Workspace workspace, @Nullable DatabaseDoor door, @Nullable Process process)
      throws IOException {
    try (workspace;
        door) {
      if (process != null) {
        Sandbox.end(process);
      }
    }
  }

  private record Program(Workspace workspace, DatabaseDoor door, Process process, JobOutput output)
      implements JobProgram {

    @Override
    public Optional<JobOutput.Line> next(long millis) throws InterruptedException {
      return output.next(millis);
    }

    @Override
    public boolean ended() {
      return !process.isAlive() && output.ended();
    }

    @Override
    public int exitCode() {
      return process.exitValue();
    }

    @Override
    public CollectedFiles files() throws IOException {
      return CollectedFiles.of(workspace);
    }

    @Override
    public void close() throws IOException {
      output.drop();
      end(workspace, door, process);
    }
  }
}
