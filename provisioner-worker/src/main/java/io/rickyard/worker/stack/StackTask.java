package io.rickyard.worker.stack;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One kind of change of a stack, as a task. Which steps it takes is all in which they differ. */
public final class StackTask implements TaskHandler {

  private static final Logger LOG = LoggerFactory.getLogger(StackTask.class);
  private static final int ATTEMPTS = 3;

  private final StackChange change;
  private final StackSteps steps;
  private final SettingSteps settings;
  private final StackLedger ledger;
  private final Clock clock;

  StackTask(
      StackChange change,
      StackSteps steps,
      SettingSteps settings,
      StackLedger ledger,
      Clock clock) {
    this.change = change;
    this.steps = steps;
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The task that brings this change about. */
  public static StackTask of(
      StackChange change, StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    var steps = new StackSteps(runtime, vault, ledger, clock);
    return new StackTask(
        change, steps, new SettingSteps(steps, runtime, vault, ledger), ledger, clock);
  }

  @Override
  public TaskType type() {
    return switch (change) {
      case PROVISION -> BuiltInType.STACK_PROVISION;
      case PAUSE -> BuiltInType.STACK_PAUSE;
      case RESUME -> BuiltInType.STACK_RESUME;
      case RESTART -> BuiltInType.STACK_RESTART;
      case REMOVE -> BuiltInType.STACK_DELETE;
      case REPAIR -> BuiltInType.STACK_REPAIR;
      case RESIZE -> BuiltInType.STACK_RESIZE;
      case CONFIGURE -> BuiltInType.STACK_CONFIGURE;
    };
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return RetryPolicy.attempts(ATTEMPTS);
  }

  @Override
  public Duration runTimeout(TaskInput input) {
    return steps.attemptWithin();
  }

  /**
   * What was never seen to work holds nobody's data, so what was built of it goes. A stack that
   * could not be resized or given other settings goes back to what it was.
   */
  @Override
  public boolean undoneWhenGivenUp(TaskInput input) {
    return switch (change) {
      case PROVISION, RESIZE, CONFIGURE -> true;
      case PAUSE, RESUME, RESTART, REPAIR, REMOVE -> false;
    };
  }

  @Override
  public List<Step> plan(TaskRun run) {
    Step begin = steps.begin("begin", this::started);
    return switch (change) {
      case PROVISION ->
          List.of(
              begin,
              steps.prepare(),
              steps.initialize(),
              steps.start(),
              steps.configure(),
              steps.seeHealthy());
      case PAUSE -> List.of(begin, steps.stop(), steps.seeStopped());
      case RESUME ->
          List.of(begin, steps.requireData(), steps.prepare(), steps.start(), steps.seeHealthy());
      case RESTART -> {
        var service = ((TaskInput.StackRestart) run.input()).service();
        yield service == null
            ? List.of(begin, steps.requireData(), steps.stop(), steps.start(), steps.seeHealthy())
            : List.of(begin, steps.requireData(), steps.restart(service), steps.seeHealthy());
      }
      case REPAIR ->
          List.of(
              begin,
              steps.requireData(),
              steps.prepare(),
              steps.initialize(),
              steps.start(),
              steps.configure(),
              steps.seeHealthy());
      case RESIZE ->
          List.of(
              begin,
              steps.requireData(),
              steps.size((TaskInput.StackResize) run.input()),
              steps.prepareMore(),
              steps.initialize(),
              steps.resize(),
              steps.seeHealthy());
      case CONFIGURE -> {
        var input = (TaskInput.StackConfigure) run.input();
        yield List.of(
            begin,
            steps.requireData(),
            settings.note(input),
            settings.apply(input),
            steps.seeHealthy());
      }
      case REMOVE -> List.of(begin, steps.remove(), steps.forget());
    };
  }

  private StackEvent started(TaskRun run) {
    Instant now = clock.instant();
    Instant deadline = now.plus(steps.attemptWithin().multipliedBy(ATTEMPTS));
    return switch (change) {
      case PROVISION -> new StackEvent.StackProvisioningStarted(now, run.taskId(), deadline);
      case PAUSE -> new StackEvent.StackPauseStarted(now, run.taskId(), deadline);
      case RESUME -> new StackEvent.StackResumeStarted(now, run.taskId(), deadline);
      case RESTART -> new StackEvent.StackRestartStarted(now, run.taskId(), deadline);
      case REMOVE -> new StackEvent.StackRemovalStarted(now, run.taskId(), deadline);
      case REPAIR -> new StackEvent.StackRepairStarted(now, run.taskId(), deadline);
      case RESIZE -> new StackEvent.StackResizeStarted(now, run.taskId(), deadline);
      case CONFIGURE -> new StackEvent.StackConfigureStarted(now, run.taskId(), deadline);
    };
  }

  /**
   * A change that did not succeed ends the transitional state, with the reason and the way out. One
   * that was cancelled between its attempts, or lost its workers, was not undone; that happens
   * here.
   */
  @Override
  public void ended(TaskRun run, TaskEnd end) {
    Optional<Reason> reason = reason(end);
    if (reason.isEmpty()) {
      return;
    }
    if (run.input() instanceof TaskInput.StackProvision provision) {
      ledger.open(
          StackSteps.project(run),
          run.organization(),
          provision.profile(),
          steps.runtime(),
          StackSteps.generation(run));
      clearUp(run);
    }
    if (change == StackChange.RESIZE) {
      steps.forgetSize(run);
    }
    if (run.input() instanceof TaskInput.StackConfigure configure) {
      settings.forget(run, configure);
    }
    ledger.append(
        StackSteps.project(run),
        run.actor(),
        stack ->
            leftBehind(stack, run)
                ? Optional.of(
                    new StackEvent.StackChangeFailed(
                        clock.instant(), change, run.taskId(), reason.get()))
                : Optional.empty());
  }

  private void clearUp(TaskRun run) {
    var stack = ledger.find(StackSteps.project(run));
    if (stack.isEmpty() || !stack.get().changedBy(run.taskId())) {
      return;
    }
    try {
      steps.removeLeftovers(stack.get());
    } catch (StackFailure e) {
      LOG.warn(
          "stack={} task={} not cleared up after its provisioning was given up: {};"
              + " deleting the project removes the rest",
          stack.get().project(),
          run.taskId(),
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while clearing up; heard again later", e);
    }
  }

  private boolean leftBehind(StackRecord stack, TaskRun run) {
    return switch (stack.state()) {
      case StackState.Changing _ -> stack.changedBy(run.taskId());
      case StackState.Absent _ -> change == StackChange.PROVISION;
      case StackState.Active _,
          StackState.Unhealthy _,
          StackState.Unknown _,
          StackState.Paused _,
          StackState.Failed _,
          StackState.Removed _ ->
          false;
    };
  }

  private Optional<Reason> reason(TaskEnd end) {
    return switch (end) {
      case TaskEnd.Succeeded _ -> Optional.empty();
      case TaskEnd.Failed failed -> because(failed.error().code(), failed.error().message());
      case TaskEnd.Cancelled cancelled ->
          because("cancelled", "Cancelled: " + cancelled.reason().message());
      case TaskEnd.Expired _ -> because("expired", "No worker took it in time");
      // The newer task says where the stack stands as soon as it begins; it may be cancelled first.
      case TaskEnd.Superseded _ -> because("superseded", "A newer command took its place");
    };
  }

  private Optional<Reason> because(String code, String what) {
    return Optional.of(new Reason(code, (what.endsWith(".") ? what : what + ".") + " " + wayOut()));
  }

  private String wayOut() {
    return switch (change) {
      case REMOVE -> "Delete the project again.";
      case RESIZE -> "It keeps the size it had. Repair the project, or delete it.";
      case CONFIGURE -> "It keeps the settings it had. Repair the project, or delete it.";
      case PROVISION, PAUSE, RESUME, RESTART, REPAIR -> "Repair the project, or delete it.";
    };
  }
}
