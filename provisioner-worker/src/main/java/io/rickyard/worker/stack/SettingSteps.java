package io.rickyard.worker.stack;

import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskInput.StackConfigure;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps of a change of settings.
 *
 * <ol>
 *   <li>What shall hold is noted, with what held before beside it. From here on every start of the
 *       service, by whomever, is with the new settings.
 *   <li>What runs is brought to it. A service that does not start with them is no reason to try
 *       again: the change is given up.
 *   <li>Taken back, the former settings are noted, and what runs is brought to them.
 * </ol>
 */
final class SettingSteps {

  /** What a service that does not run with its settings fails with. */
  private static final Set<String> REFUSED =
      Set.of(StackFailure.SERVICE_FAILED, StackFailure.SETTING_REFUSED);

  private final StackSteps steps;
  private final StackRuntime runtime;
  private final StackVault vault;
  private final StackLedger ledger;

  SettingSteps(StackSteps steps, StackRuntime runtime, StackVault vault, StackLedger ledger) {
    this.steps = steps;
    this.runtime = runtime;
    this.vault = vault;
    this.ledger = ledger;
  }

  Step note(StackConfigure wanted) {
    return new ActionStep(
        "note the new settings",
        context -> {
          if (!StackBeginning.known(ledger, context.run()).everActive()) {
            throw new TaskFailure(
                "never_active", "The project was never seen to work; repair it first", false);
          }
          note(context, wanted.change());
        },
        context -> back(context, wanted));
  }

  private void note(StepContext context, SettingsChange change) throws TaskFailure {
    try {
      if (!vault.configure(steps.spec(context), change, sealed(context, change))) {
        throw new TaskFailure("fenced_off", "A newer task has taken this project", false);
      }
    } catch (StackFailure e) {
      throw new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
    }
    var names = new TreeSet<>(change.set().keySet());
    names.addAll(change.unset());
    names.addAll(change.sealed());
    context.log(LogLevel.INFO, "settings of %s: %s".formatted(change.section().wireName(), names));
  }

  private static Map<String, SealedSecret> sealed(StepContext context, SettingsChange change)
      throws TaskFailure {
    var sealed = new HashMap<String, SealedSecret>();
    for (var name : change.sealed()) {
      var secret = context.secret(SettingsChange.field(change.section(), name));
      if (secret.isEmpty()) {
        throw new TaskFailure("secret_missing", "The value of " + name + " did not come", false);
      }
      sealed.put(name, secret.get());
    }
    return sealed;
  }

  Step apply(StackConfigure wanted) {
    return new ActionStep(
        "bring the service to them",
        context -> {
          try {
            applying(wanted).on(context);
          } catch (TaskFailure e) {
            throw REFUSED.contains(e.code())
                ? new TaskFailure(
                    "settings_refused",
                    "It does not run with these settings: " + e.getMessage(),
                    false,
                    e)
                : e;
          }
        });
  }

  /** Under a claim of its own, which whoever looks after the stack goes on with. */
  private void back(StepContext context, StackConfigure wanted)
      throws TaskFailure, InterruptedException {
    var run = context.run();
    if (!ledger.claimInPart(StackSteps.project(run), StackSteps.generation(run), context.token())) {
      throw new TaskFailure("fenced_off", "A newer task has taken this project", false);
    }
    if (vault.configureBack(steps.spec(context), wanted.change().section())) {
      context.log(LogLevel.INFO, "it goes back to the settings it had");
      applying(wanted).on(context);
    }
  }

  private ActionStep.Action applying(StackConfigure wanted) {
    return steps.acting(
        (stack, log) -> runtime.apply(stack, wanted.change().section(), wanted.restart(), log));
  }

  /**
   * Where nothing was taken back with its runtime, at least the next start is as before; and what
   * was put in for it, and it has not come to, does not stay.
   */
  void forget(TaskRun run, StackConfigure wanted) {
    var project = StackSteps.project(run);
    var stack = ledger.find(project).filter(found -> found.changedBy(run.taskId()));
    if (stack.isPresent()) {
      vault
          .open(project)
          .ifPresent(secrets ->
              vault.configureBack(StackSpec.of(stack.get(), secrets), wanted.change().section()));
    }
    vault.discard(project, wanted.change());
  }
}
