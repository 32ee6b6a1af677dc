package io.rickyard.worker.stack;

import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an attempt takes a stack.
 *
 * <ol>
 *   <li>A new stack gets its place in the ledger; any other must have one.
 *   <li>The attempt's claim is noted, which fences off every older one.
 *   <li>That the change is under way is told, once per task.
 * </ol>
 */
record StackBeginning(
    StackRuntime runtime, StackLedger ledger, Function<TaskRun, StackEvent> started)
    implements ActionStep.Action {

  /** How an adopted stack is counted, whatever services it has. */
  static final StackProfile ADOPTED = StackProfile.FULL;

  @Override
  public void on(StepContext context) throws TaskFailure {
    var run = context.run();
    open(run);
    claim(run, context.token());
    ledger.append(
        StackSteps.project(run),
        run.actor(),
        stack ->
            stack.changedBy(run.taskId()) || stack.state() instanceof StackState.Removed
                ? Optional.empty()
                : Optional.of(started.apply(run)));
  }

  /** What is remembered of a task's stack. */
  static StackRecord known(StackLedger ledger, TaskRun run) throws TaskFailure {
    return ledger
        .find(StackSteps.project(run))
        .orElseThrow(() ->
            new TaskFailure("stack_unknown", "The project was never provisioned here", false));
  }

  private void open(TaskRun run) throws TaskFailure {
    switch (run.input()) {
      case TaskInput.StackProvision provision -> {
        requireProfile(provision.profile());
        open(run, provision.profile());
      }
      case TaskInput.StackAdopt _ ->
          ledger.open(
              StackSteps.project(run),
              run.organization(),
              ADOPTED,
              StackAdoption.RUNTIME,
              StackSteps.generation(run));
      // Its provisioning may never have begun here; that it is gone is told all the same.
      case TaskInput.StackDelete _ -> open(run, StackProfile.DATABASE);
      case TaskInput.StackPause _,
          TaskInput.StackResume _,
          TaskInput.StackRestart _,
          TaskInput.StackRepair _,
          TaskInput.StackResize _,
          TaskInput.StackConfigure _,
          TaskInput.StackMigrate _,
          TaskInput.PlatformProbe _,
          TaskInput.TasksCancel _,
          TaskInput.TasksRetry _,
          TaskInput.JobRun _,
          TaskInput.LockHold _,
          TaskInput.Extension _ -> {}
    }
  }

  private void open(TaskRun run, StackProfile profile) {
    ledger.open(
        StackSteps.project(run),
        run.organization(),
        profile,
        runtime.name(),
        StackSteps.generation(run));
  }

  private void requireProfile(StackProfile profile) throws TaskFailure {
    if (!runtime.profiles().contains(profile)) {
      throw new TaskFailure(
          "profile_not_available",
          "The runtime %s offers %s, not %s"
              .formatted(
                  runtime.name(),
                  runtime.profiles().stream().map(StackProfile::wireName).sorted().toList(),
                  profile.wireName()),
          false);
    }
  }

  private void claim(TaskRun run, long token) throws TaskFailure {
    var stack = known(ledger, run);
    if (stack.state() instanceof StackState.Removed
        && !(run.input() instanceof TaskInput.StackDelete)) {
      throw new TaskFailure("stack_removed", "The project was deleted", false);
    }
    var project = StackSteps.project(run);
    var generation = StackSteps.generation(run);
    if (!(inPart(run.input())
        ? ledger.claimInPart(project, generation, token)
        : ledger.claim(project, generation, token))) {
      throw new TaskFailure("fenced_off", "A newer task has taken this project", false);
    }
  }

  /** Whether it replaces only some of what is there. */
  private static boolean inPart(TaskInput input) {
    return input instanceof TaskInput.StackResize
        || input instanceof TaskInput.StackConfigure
        || (input instanceof TaskInput.StackRestart restart && restart.service() != null);
  }
}
