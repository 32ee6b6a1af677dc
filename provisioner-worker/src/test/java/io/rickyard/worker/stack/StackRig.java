package io.rickyard.worker.stack;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.testing.SettableClock;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One project and all that changes it, without an engine: each attempt is one call. */
final class StackRig {

  /** What counts in the end. */
  record Outcome(
      StackStatus status,
      boolean everActive,
      @Nullable DatabaseEndpoint database,
      boolean dataPresent,
      boolean running,
      boolean secrets,
      List<ProjectRef> inventory) {}

  final FakeStackRuntime runtime = new FakeStackRuntime();
  final MemoryStackLedger ledger = new MemoryStackLedger();
  final MemoryStackVault vault = new MemoryStackVault();
  final SettableClock clock = SettableClock.atNoon();
  final Crashes crashes = new Crashes();
  final ProjectRef project;
  private long tokens = 10;
  private long generations;

  StackRig() {
    this(TestStacks.project());
  }

  StackRig(ProjectRef project) {
    this.project = project;
  }

  /** A project in the state from which a change usually sets out. */
  static StackRig before(StackChange change, ProjectRef project) {
    var rig = new StackRig(project);
    switch (change) {
      case PROVISION -> {}
      case PAUSE, RESTART, REMOVE, RESIZE, CONFIGURE -> rig.bring(StackChange.PROVISION);
      case RESUME -> {
        rig.bring(StackChange.PROVISION);
        rig.bring(StackChange.PAUSE);
      }
      case REPAIR -> {
        rig.bring(StackChange.PROVISION);
        rig.runtime.kill(project);
      }
    }
    return rig;
  }

  StackTask handler(StackChange change) {
    return StackTask.of(
        change,
        crashes.around(StackRuntime.class, runtime),
        crashes.around(StackVault.class, vault),
        crashes.around(StackLedger.class, ledger),
        clock);
  }

  /** A new task, accepted after all others. */
  TaskRun accept(StackChange change) {
    return accept(input(change));
  }

  TaskRun accept(TaskInput input) {
    return new TaskRun(
        TaskId.next(),
        input,
        TestStacks.ORGANIZATION,
        project,
        new Generation(++generations),
        new Actor(Actor.Kind.PERSON, "a-person", null),
        Attempt.FIRST,
        0);
  }

  /** One attempt under a new claim. */
  void attempt(StackChange change, TaskRun task) throws TaskFailure {
    attempt(change, task, ++tokens);
  }

  void attempt(StackChange change, TaskRun task, long token) throws TaskFailure {
    attempt(handler(change), task, token);
  }

  /** The same with whatever handler. */
  void attempt(TaskHandler handler, TaskRun task) throws TaskFailure {
    attempt(handler, task, ++tokens);
  }

  private static void attempt(TaskHandler handler, TaskRun task, long token) throws TaskFailure {
    var run = claimed(task, token);
    var context = new Context(run);
    for (Step step : handler.plan(run)) {
      run(step, context);
    }
  }

  /** An attempt during one of whose steps the runtime neither works nor answers. */
  boolean failsAt(StackChange change, TaskRun task, int step) throws TaskFailure {
    var run = claimed(task, ++tokens);
    var steps = handler(change).plan(run);
    for (int i = 0; i < steps.size(); i++) {
      runtime.broken(i == step);
      try {
        run(steps.get(i), new Context(run));
      } catch (TaskFailure e) {
        if (i != step || !e.retryable()) {
          throw e;
        }
        runtime.broken(false);
        return true;
      }
    }
    runtime.broken(false);
    return false;
  }

  /** The first steps of one attempt. */
  void begin(StackChange change, TaskRun task, int steps) throws TaskFailure {
    var run = claimed(task, ++tokens);
    for (Step step : handler(change).plan(run).subList(0, steps)) {
      run(step, new Context(run));
    }
  }

  /** Takes an attempt back as the engine does, last step first. */
  void undo(StackChange change, TaskRun task) throws TaskFailure {
    undo(handler(change), task);
  }

  /** The same with whatever handler. */
  void undo(TaskHandler handler, TaskRun task) throws TaskFailure {
    var run = claimed(task, ++tokens);
    for (Step step : handler.plan(run).reversed()) {
      try {
        step.undo(new Context(run));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A change from acceptance to its success. */
  void bring(StackChange change) {
    var task = accept(change);
    try {
      attempt(change, task);
    } catch (TaskFailure e) {
      throw new AssertionError(e);
    }
    end(change, task, new TaskEnd.Succeeded(Map.of()));
  }

  void end(StackChange change, TaskRun task, TaskEnd end) {
    handler(change).ended(task, end);
  }

  void cancel(StackChange change, TaskRun task) {
    end(change, task, new TaskEnd.Cancelled(new Reason("asked", "No longer needed")));
  }

  StackRecord record() {
    return ledger.find(project).orElseThrow();
  }

  StackObservation look() {
    try {
      return runtime.observe(TestStacks.spec(project, tokens));
    } catch (RuntimeUnavailable e) {
      throw new AssertionError(e);
    }
  }

  Outcome outcome() {
    var seen = look();
    try {
      return new Outcome(
          record().state().status(),
          record().everActive(),
          record().database(),
          seen.dataPresent(),
          seen.running(),
          vault.open(project).isPresent(),
          runtime.inventory());
    } catch (RuntimeUnavailable e) {
      throw new AssertionError(e);
    }
  }

  private static void run(Step step, StepContext context) throws TaskFailure {
    try {
      step.run(context);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static TaskRun claimed(TaskRun task, long token) {
    return new TaskRun(
        task.taskId(),
        task.input(),
        task.organization(),
        task.project(),
        task.generation(),
        task.actor(),
        task.attempt(),
        token);
  }

  private static TaskInput input(StackChange change) {
    return switch (change) {
      case PROVISION -> new TaskInput.StackProvision("shop", "local", StackProfile.DATABASE);
      case PAUSE -> new TaskInput.StackPause();
      case RESUME -> new TaskInput.StackResume();
      case RESTART -> new TaskInput.StackRestart();
      case REMOVE -> new TaskInput.StackDelete();
      case REPAIR -> new TaskInput.StackRepair();
      case RESIZE -> new TaskInput.StackResize(null, Map.of("db", new ServiceLimits(512, null)));
      case CONFIGURE -> TestStacks.workMemory("8MB");
    };
  }

  private record Context(TaskRun run, List<String> lines) implements StepContext {

    @Override
    public void alive() {
      // Nobody watches the time here.
    }

    Context(TaskRun run) {
      this(run, new ArrayList<>());
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
