package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Does what the test says, and counts the effects. */
final class ScriptedHandler implements TaskHandler {

  /** What a step does. */
  interface Script {
    void run(StepContext context) throws TaskFailure, InterruptedException;
  }

  private final TaskType type;
  private final Script script;
  private final Queue<TaskId> effects = new ConcurrentLinkedQueue<>();
  private final Queue<TaskId> undone = new ConcurrentLinkedQueue<>();
  private final Map<TaskId, TaskEnd> heard = new ConcurrentHashMap<>();

  ScriptedHandler(TaskType type, Script script) {
    this.type = type;
    this.script = script;
  }

  @Override
  public TaskType type() {
    return type;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(50), 0);
  }

  @Override
  public boolean undoneWhenGivenUp(TaskInput input) {
    return true;
  }

  @Override
  public List<Step> plan(TaskRun run) {
    return List.of(new ScriptedStep());
  }

  @Override
  public void ended(TaskRun run, TaskEnd end) {
    heard.put(run.taskId(), end);
  }

  /** The tasks whose step came to its end, in that order; twice when it did twice. */
  List<TaskId> effects() {
    return List.copyOf(effects);
  }

  List<TaskId> undone() {
    return List.copyOf(undone);
  }

  Map<TaskId, TaskEnd> heard() {
    return Map.copyOf(heard);
  }

  /** Waits as a call does that cannot be interrupted. */
  static void deafly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        // deaf on purpose
      }
    }
  }

  private final class ScriptedStep implements Step {

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public void run(StepContext context) throws TaskFailure, InterruptedException {
      script.run(context);
      effects.add(context.run().taskId());
    }

    @Override
    public void undo(StepContext context) {
      undone.add(context.run().taskId());
    }
  }
}
