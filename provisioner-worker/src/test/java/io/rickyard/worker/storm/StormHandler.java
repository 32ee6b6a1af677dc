package io.rickyard.worker.storm;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Does what each task's script says, in one worker's process. */
class StormHandler implements TaskHandler {

  /** The types that are undone when they are given up. */
  static final Set<BuiltInType> UNDONE =
      Set.of(BuiltInType.JOB_RUN, BuiltInType.STACK_PROVISION, BuiltInType.STACK_RESTART);

  /** The types whose handlers hear of ends. */
  static final Set<BuiltInType> LISTENING =
      Set.of(BuiltInType.STACK_PROVISION, BuiltInType.STACK_PAUSE, BuiltInType.STACK_DELETE);

  private final BuiltInType type;
  private final Stage stage;
  private final WorkerProcess process;

  private StormHandler(BuiltInType type, Stage stage, WorkerProcess process) {
    this.type = type;
    this.stage = stage;
    this.process = process;
  }

  /** Whether storms have tasks of a type that workers run. */
  static boolean runs(BuiltInType type) {
    return switch (type) {
      case STACK_PROVISION,
          STACK_PAUSE,
          STACK_RESUME,
          STACK_RESTART,
          STACK_DELETE,
          STACK_REPAIR,
          STACK_RESIZE,
          STACK_CONFIGURE,
          STACK_MIGRATE,
          PLATFORM_PROBE,
          JOB_RUN ->
          true;
      case STACK_ADOPT, TASKS_CANCEL, TASKS_RETRY, LOCK_HOLD -> false;
    };
  }

  static TaskHandler of(BuiltInType type, Stage stage, WorkerProcess process) {
    return LISTENING.contains(type)
        ? new Listening(type, stage, process)
        : new StormHandler(type, stage, process);
  }

  /** One that hears of ends; the engine looks at the class to know. */
  private static final class Listening extends StormHandler {

    private final Stage stage;

    Listening(BuiltInType type, Stage stage, WorkerProcess process) {
      super(type, stage, process);
      this.stage = stage;
    }

    @Override
    public void ended(TaskRun run, TaskEnd end) {
      stage.heard(run.taskId(), end);
    }
  }

  @Override
  public BuiltInType type() {
    return type;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    var wait = Duration.ofMillis(500);
    return new RetryPolicy(TaskPlan.USUAL_ATTEMPTS, wait, wait, 0);
  }

  @Override
  public boolean undoneWhenGivenUp(TaskInput input) {
    return input.taskType() instanceof BuiltInType one && UNDONE.contains(one);
  }

  @Override
  public boolean yieldsAfter(TaskRun run, int step) {
    return true;
  }

  @Override
  public List<Step> plan(TaskRun run) {
    var task = stage.plan(run.taskId());
    return IntStream.rangeClosed(1, task.script().steps())
        .<Step>mapToObj(number -> new ScriptedStep(task, number))
        .toList();
  }

  private final class ScriptedStep implements Step {

    private final TaskPlan task;
    private final int number;

    ScriptedStep(TaskPlan task, int number) {
      this.task = task;
      this.number = number;
    }

    @Override
    public String name() {
      return "step " + number;
    }

    @Override
    public void run(StepContext context) throws TaskFailure, InterruptedException {
      var visit = stage.resources().enter(task, context.run(), number, false, process);
      try {
        stage.resources().act(visit, process);
        context.log(LogLevel.INFO, "did step " + number);
        if (task.script().gate() == number) {
          stage.resources().waits(visit, true);
          stage.gates().await(task.number(), task.script().deaf(), process::isDead);
          stage.resources().waits(visit, false);
          stage.resources().act(visit, process);
        }
        if (task.script().failStep() == number && stage.failsNow(task)) {
          throw new TaskFailure(EndInvariants.BROKEN, "Told to fail", task.script().retryable());
        }
      } finally {
        stage.resources().leave(visit);
      }
    }

    @Override
    public void undo(StepContext context) throws TaskFailure {
      var visit = stage.resources().enter(task, context.run(), number, true, process);
      try {
        stage.resources().act(visit, process);
      } finally {
        stage.resources().leave(visit);
      }
    }
  }
}
