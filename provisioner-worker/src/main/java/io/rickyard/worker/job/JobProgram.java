package io.rickyard.worker.job;

import io.rickyard.worker.task.TaskFailure;
import java.io.IOException;
import java.util.Optional;

/**
 * A program that was started. Closing it ends it and everything it started, if it has not ended,
 * and then removes all that it left.
 */
public interface JobProgram extends AutoCloseable {

  /** The next line that it wrote, if one comes within a while. */
  Optional<JobOutput.Line> next(long millis) throws InterruptedException;

  /** Whether it has ended and all its lines were taken. */
  boolean ended();

  /** What it ended with; asked after its end. */
  int exitCode() throws TaskFailure, InterruptedException;

  /** The files it left to be kept; asked after its end. */
  CollectedFiles files() throws TaskFailure, IOException, InterruptedException;

  @Override
  void close() throws TaskFailure, IOException;
}
