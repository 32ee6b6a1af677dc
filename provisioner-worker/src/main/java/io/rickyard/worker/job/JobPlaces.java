package io.rickyard.worker.job;

import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.workspace.Workspace;
import io.rickyard.worker.workspace.Workspaces;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Workspaces for jobs, on a machine that can keep programs in. */
final class JobPlaces {

  private final Workspaces workspaces;
  private volatile @Nullable Trial trial;

  JobPlaces(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  /**
   * A place for a job.
   *
   * @throws TaskFailure {@code job_not_isolated} where none can be had, for good; {@code
   *     no_workspace_left} when all are taken
   */
  Workspace take() throws TaskFailure, InterruptedException {
    try {
      var workspace =
          workspaces
              .open()
              .orElseThrow(
                  () -> new TaskFailure("no_workspace_left", "All workspaces are taken.", true));
      boolean usable = false;
      try {
        requireSandbox(workspace);
        usable = true;
        return workspace;
      } finally {
        if (!usable) {
          workspace.close();
        }
      }
    } catch (IOException e) {
      throw workspaceFailed(e);
    }
  }

  static TaskFailure workspaceFailed(IOException e) {
    return new TaskFailure(
        "workspace_failed", "The job's workspace can't be used: " + e.getMessage(), true, e);
  }

  /** What a machine can do is found out once; a mended one is asked after a restart. */
  private void requireSandbox(Workspace workspace)
      throws TaskFailure, IOException, InterruptedException {
    var known = trial;
    if (known == null) {
      known = new Trial(Sandbox.whyNot(workspace).orElse(""));
      trial = known;
    }
    if (!known.complaint().isEmpty()) {
      throw new TaskFailure(
          "job_not_isolated",
          "This machine can't keep a program in, so jobs are off: " + known.complaint(),
          false);
    }
  }

  /** What a trial came to: nothing to complain of, or that. */
  private record Trial(String complaint) {}
}
