package io.rickyard.worker.engine;

import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.worker.engine.Execution.Stop;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskRun;
import java.util.Optional;

/** What a step sees while it is undone: the cancel that caused it no longer stops it. */
record Undoing(Execution execution) implements StepContext {

  @Override
  public TaskRun run() {
    return execution.run();
  }

  @Override
  public void log(LogLevel level, String text) {
    execution.log(level, text);
  }

  @Override
  public void checkpoint() throws InterruptedException {
    var stop = execution.stopped();
    if (Thread.interrupted() || stop == Stop.LEASE_LOST || stop == Stop.WORKER_STOPS) {
      throw new InterruptedException("The undoing has to stop: " + stop);
    }
  }

  @Override
  public void alive() {
    execution.alive();
  }

  @Override
  public Optional<SealedSecret> secret(String field) {
    return execution.secret(field);
  }

  @Override
  public void result(String key, String value) {
    execution.result(key, value);
  }
}
