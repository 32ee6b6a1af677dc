package io.rickyard.worker.job;

import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.task.TaskFailure;

/** Where the jobs of a runtime's stacks run: beside the project, and cut off from all else. */
public interface JobSurroundings {

  /** The name of the runtime whose stacks' jobs run here. */
  String runtime();

  /**
   * Starts a program.
   *
   * @param log for what it waits for before
   * @throws TaskFailure when it can't be run here, now or ever
   */
  JobProgram start(ProjectJob job, StackLog log) throws TaskFailure, InterruptedException;
}
