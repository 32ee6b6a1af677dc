package io.rickyard.worker.job;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.stack.TestStacks;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An attempt that remembers what its step said, and stops when its thread is interrupted. */
final class RecordedContext implements StepContext {

  private final TaskRun run;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Map<String, String> results = new ConcurrentHashMap<>();

  RecordedContext(ProjectRef project, TaskInput input) {
    this.run =
        new TaskRun(
            TaskId.next(),
            input,
            TestStacks.ORGANIZATION,
            project,
            null,
            Actor.system("test"),
            new Attempt(1),
            1);
  }

  List<String> lines() {
    return lines;
  }

  Map<String, String> results() {
    return results;
  }

  @Override
  public TaskRun run() {
    return run;
  }

  @Override
  public void log(LogLevel level, String text) {
    lines.add(text);
  }

  @Override
  public void checkpoint() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("told to stop");
    }
  }

  @Override
  public Optional<SealedSecret> secret(String field) {
    return Optional.empty();
  }

  @Override
  public void alive() {}

  @Override
  public void result(String key, String value) {
    results.put(key, value);
  }
}
