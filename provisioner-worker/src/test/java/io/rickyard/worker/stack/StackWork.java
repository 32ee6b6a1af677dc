package io.rickyard.worker.stack;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes of one stack on a runtime that is real, without an engine: each attempt is one call. */
public final class StackWork {

  public final StackLedger ledger;
  public final StackVault vault;
  public final ProjectRef project = TestStacks.project();
  public final List<String> lines = new ArrayList<>();

  private final StackRuntime runtime;
  private long generations;
  private long tokens = 10;

  public StackWork(StackRuntime runtime) {
    this(runtime, new MemoryStackVault(), new MemoryStackLedger());
  }

  public StackWork(StackRuntime runtime, StackVault vault, StackLedger ledger) {
    this.runtime = runtime;
    this.vault = vault;
    this.ledger = ledger;
  }

  /** A new task, accepted after all others. */
  public TaskRun accept(TaskInput input) {
    return new TaskRun(
        TaskId.next(),
        input,
        TestStacks.ORGANIZATION,
        project,
        new Generation(++generations),
        Actor.system("test"),
        Attempt.FIRST,
        0);
  }

  /** One attempt under a new claim. */
  public void attempt(TaskRun task) throws TaskFailure, InterruptedException {
    var run = claimed(task);
    for (Step step : handler(task).plan(run)) {
      step.run(new Context(run));
    }
  }

  /** Takes a task back and ends it, as the engine does when no attempt is left. */
  public void giveUp(TaskRun task, TaskFailure why) throws TaskFailure, InterruptedException {
    var run = claimed(task);
    for (Step step : handler(task).plan(run).reversed()) {
      step.undo(new Context(run));
    }
    handler(task)
        .ended(
            run,
            new TaskEnd.Failed(new TaskError(why.code(), String.valueOf(why.getMessage()), false)));
  }

  /** Ends a task that no attempt was made of, or none that was taken back. */
  public void end(TaskRun task, TaskEnd end) {
    handler(task).ended(task, end);
  }

  /** A change from acceptance to its success. */
  public void bring(TaskInput input) throws TaskFailure, InterruptedException {
    var task = accept(input);
    attempt(task);
    handler(task).ended(task, new TaskEnd.Succeeded(Map.of()));
  }

  public StackRecord record() {
    return ledger.find(project).orElseThrow();
  }

  /** What is there, looked at under the last claim. */
  public StackSpec spec() {
    return StackSpec.of(record(), vault.open(project).orElseThrow());
  }

  private StackTask handler(TaskRun task) {
    return StackTask.of(change(task.input()), runtime, vault, ledger, Clock.systemUTC());
  }

  private static StackChange change(TaskInput input) {
    return switch (input) {
      case TaskInput.StackProvision _ -> StackChange.PROVISION;
      case TaskInput.StackPause _ -> StackChange.PAUSE;
      case TaskInput.StackResume _ -> StackChange.RESUME;
      case TaskInput.StackRestart _ -> StackChange.RESTART;
      case TaskInput.StackRepair _ -> StackChange.REPAIR;
      case TaskInput.StackResize _ -> StackChange.RESIZE;
      case TaskInput.StackConfigure _ -> StackChange.CONFIGURE;
      case TaskInput.StackDelete _ -> StackChange.REMOVE;
      case TaskInput.StackAdopt _,
          TaskInput.StackMigrate _,
          TaskInput.PlatformProbe _,
          TaskInput.TasksCancel _,
          TaskInput.TasksRetry _,
          TaskInput.JobRun _,
          TaskInput.LockHold _,
          TaskInput.Extension _ ->
          throw new IllegalArgumentException(input + " changes no stack of ours");
    };
  }

  private TaskRun claimed(TaskRun task) {
    return new TaskRun(
        task.taskId(),
        task.input(),
        task.organization(),
        task.project(),
        task.generation(),
        task.actor(),
        task.attempt(),
        ++tokens);
  }

  private final class Context implements StepContext {

    private final TaskRun run;

    Context(TaskRun run) {
      this.run = run;
    }

    @Override
    public TaskRun run() {
      return run;
    }

    @Override
    public void alive() {
      // Nobody watches the time here.
    }

    @Override
    public void log(LogLevel level, String text) {
      lines.add(text);
    }

    @Override
    public void checkpoint() {}

    @Override
    public Optional<SealedSecret> secret(String field) {
      return Optional.empty();
    }

    @Override
    public void result(String key, String value) {}
  }
}
