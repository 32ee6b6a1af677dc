package io.rickyard.worker.stack;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a project of a stack that is there already. Nothing of the stack is changed, so there is
 * nothing to take back but what was noted of it.
 *
 * <ol>
 *   <li>The project gets its place in the ledger, on the runtime of adopted stacks.
 *   <li>The stack is found and noted; no other project can be it from then on.
 *   <li>What its services log in and sign with is kept.
 *   <li>Its database has to answer. How its other services are is seen from then on.
 * </ol>
 */
public final class AdoptionTask implements TaskHandler {

  private static final Logger LOG = LoggerFactory.getLogger(AdoptionTask.class);
  private static final int ATTEMPTS = 3;
  private static final Duration ATTEMPT = Duration.ofMinutes(2);

  private final StackSteps steps;
  private final StackAdoption adoption;
  private final StackVault vault;
  private final StackLedger ledger;
  private final Clock clock;

  /** The task that adopts. */
  public AdoptionTask(
      StackRuntime runtime,
      StackAdoption adoption,
      StackVault vault,
      StackLedger ledger,
      Clock clock) {
    this.steps = new StackSteps(runtime, vault, ledger, clock);
    this.adoption = adoption;
    this.vault = vault;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public TaskType type() {
    return BuiltInType.STACK_ADOPT;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return RetryPolicy.attempts(ATTEMPTS);
  }

  @Override
  public Duration runTimeout(TaskInput input) {
    return ATTEMPT;
  }

  @Override
  public boolean undoneWhenGivenUp(TaskInput input) {
    return true;
  }

  @Override
  public List<Step> plan(TaskRun run) {
    var input = (TaskInput.StackAdopt) run.input();
    return List.of(
        steps.begin("begin", this::started),
        new ActionStep(
            "find the stack and keep its secrets",
            context -> adopt(context, input.composeProject()),
            context -> release(context.run())),
        steps.seeDatabase());
  }

  private StackEvent started(TaskRun run) {
    var now = clock.instant();
    return new StackEvent.StackProvisioningStarted(
        now, run.taskId(), now.plus(ATTEMPT.multipliedBy(ATTEMPTS)));
  }

  private void adopt(StepContext context, String composeProject)
      throws TaskFailure, InterruptedException {
    var run = context.run();
    try {
      var found = adoption.adopt(StackSteps.project(run), run.organization(), composeProject);
      vault.adopt(
          StackSteps.project(run), run.organization(), found, context.secret(StackSecrets.DB_PASS));
      context.log(
          LogLevel.INFO,
          "%s stays its owner's; nothing of it is changed".formatted(composeProject));
    } catch (StackFailure e) {
      throw new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
    }
  }

  private void release(TaskRun run) throws TaskFailure {
    var stack = ledger.find(StackSteps.project(run));
    if (stack.isEmpty() || stack.get().everActive()) {
      return; // it was adopted after all
    }
    try {
      adoption.release(stack.get().project());
      vault.destroy(stack.get().project());
    } catch (StackFailure e) {
      throw new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
    }
  }

  /** One that was cancelled between its attempts, or lost its workers, was not undone. */
  @Override
  public void ended(TaskRun run, TaskEnd end) {
    var reason = reason(end);
    if (reason.isEmpty()) {
      return;
    }
    var project = StackSteps.project(run);
    ledger.open(
        project,
        run.organization(),
        StackBeginning.ADOPTED,
        StackAdoption.RUNTIME,
        StackSteps.generation(run));
    try {
      release(run);
    } catch (TaskFailure e) {
      LOG.warn(
          "stack={} task={} not let go of after its adoption was given up: {};"
              + " deleting the project does",
          project,
          run.taskId(),
          e.getMessage());
    }
    ledger.append(
        project,
        run.actor(),
        stack ->
            stack.changedBy(run.taskId()) || stack.state() instanceof StackState.Absent
                ? Optional.of(failed(run, reason.get()))
                : Optional.empty());
  }

  private StackEvent failed(TaskRun run, String reason) {
    Instant now = clock.instant();
    return new StackEvent.StackChangeFailed(
        now,
        StackChange.PROVISION,
        run.taskId(),
        new Reason(
            "adoption_failed",
            reason + " Delete the project, which leaves the stack alone, and adopt it again."));
  }

  private static Optional<String> reason(TaskEnd end) {
    return switch (end) {
      case TaskEnd.Succeeded _ -> Optional.empty();
      case TaskEnd.Failed failed -> sentence(failed.error().message());
      case TaskEnd.Cancelled cancelled -> sentence("Cancelled: " + cancelled.reason().message());
      case TaskEnd.Expired _ -> sentence("No worker took it in time");
      case TaskEnd.Superseded _ -> sentence("A newer command took its place");
    };
  }

  private static Optional<String> sentence(String text) {
    return Optional.of(text.endsWith(".") ? text : text + ".");
  }
}
