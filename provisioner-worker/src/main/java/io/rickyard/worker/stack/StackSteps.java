package io.rickyard.worker.stack;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps of which all changes of a stack are made. Each looks before it acts and may run again.
 */
final class StackSteps {

  private final StackRuntime runtime;
  private final StackVault vault;
  private final StackLedger ledger;
  private final Clock clock;

  StackSteps(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    this.runtime = runtime;
    this.vault = vault;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The first step of every change: from here on everybody sees that it is under way. */
  Step begin(String name, Function<TaskRun, StackEvent> started) {
    return new ActionStep(
        name,
        context -> {
          var run = context.run();
          if (run.input() instanceof TaskInput.StackProvision provision) {
            requireProfile(provision.profile());
            ledger.open(project(run), run.organization(), provision.profile(), generation(run));
          }
          append(
              context,
              stack ->
                  stack.state() instanceof StackState.Changing changing
                          && changing.task().equals(run.taskId())
                      ? Optional.empty()
                      : Optional.of(started.apply(run)));
        });
  }

  Step prepare() {
    return new ActionStep(
        "reserve directory, user and port", acting(runtime::prepare), acting(runtime::remove));
  }

  Step initialize() {
    return new ActionStep("create the database", acting(runtime::initialize));
  }

  Step start() {
    return new ActionStep("start the server", acting(runtime::start));
  }

  Step configure() {
    return new ActionStep("set up roles and schemas", acting(runtime::configure));
  }

  Step stop() {
    return new ActionStep("stop the server", acting(runtime::stop));
  }

  Step remove() {
    return new ActionStep("remove servers and data", acting(runtime::remove));
  }

  /** Forgets the secrets last: until then a removal that was cut short can be repeated. */
  Step forget() {
    return new ActionStep(
        "forget its secrets",
        context -> {
          vault.destroy(project(context.run()));
          append(context, _ -> Optional.of(new StackEvent.StackRemoved(clock.instant())));
        });
  }

  /** A repair must not put an empty database where there was one with data. */
  Step requireData() {
    return new ActionStep(
        "find its data",
        context -> {
          var stack = record(context.run());
          if (stack.everActive() && !observe(context).dataPresent()) {
            throw new TaskFailure(
                "data_missing",
                "The data directory of the project is gone; restore it from a backup, or delete the project",
                false);
          }
        });
  }

  Step seeHealthy() {
    return new ActionStep(
        "see that it works",
        context -> {
          var seen = observe(context);
          var database = seen.database();
          if (!seen.healthy() || database == null) {
            throw new TaskFailure(
                "not_healthy",
                "It was started but does not work: " + seen.complaint().orElse("no answer"),
                true);
          }
          append(
              context,
              _ ->
                  Optional.of(
                      new StackEvent.StackActivated(seen.observedAt(), seen.services(), database)));
          context.result("status", "ACTIVE_HEALTHY");
        });
  }

  Step seeStopped() {
    return new ActionStep(
        "see that it has stopped",
        context -> {
          if (observe(context).running()) {
            throw new TaskFailure("still_running", "The server was stopped but still runs", true);
          }
          append(context, _ -> Optional.of(new StackEvent.StackPaused(clock.instant())));
          context.result("status", "INACTIVE");
        });
  }

  private void requireProfile(StackProfile profile) throws TaskFailure {
    if (!runtime.profiles().contains(profile)) {
      throw new TaskFailure(
          "profile_not_available",
          "The runtime "
              + runtime.name()
              + " offers "
              + runtime.profiles()
              + ", not "
              + profile.wireName(),
          false);
    }
  }

  private StackObservation observe(StepContext context) throws TaskFailure {
    try {
      return runtime.observe(spec(context));
    } catch (RuntimeUnavailable e) {
      throw new TaskFailure("runtime_unavailable", String.valueOf(e.getMessage()), true, e);
    }
  }

  private void append(StepContext context, Function<StackRecord, Optional<StackEvent>> decide) {
    var run = context.run();
    ledger.append(project(run), generation(run), run.actor(), decide);
  }

  /** An action of the runtime, with the secrets it needs for just as long. */
  private ActionStep.Action acting(RuntimeAction action) {
    return context -> {
      context.checkpoint();
      try {
        action.on(spec(context), context::log);
      } catch (StackFailure e) {
        throw new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
      }
    };
  }

  private StackSpec spec(StepContext context) throws TaskFailure {
    var run = context.run();
    try {
      var secrets = vault.openOrCreate(project(run), run.organization(), context.secret("db_pass"));
      return new StackSpec(
          project(run),
          run.organization(),
          generation(run),
          context.token(),
          record(run).profile(),
          secrets);
    } catch (StackFailure e) {
      throw new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
    }
  }

  private StackRecord record(TaskRun run) throws TaskFailure {
    return ledger
        .find(project(run))
        .orElseThrow(() ->
            new TaskFailure("stack_unknown", "The project was never provisioned here", false));
  }

  static ProjectRef project(TaskRun run) {
    var project = run.project();
    if (project == null) {
      throw new IllegalArgumentException(
          "Task " + run.taskId() + " changes a stack but names no project");
    }
    return project;
  }

  static io.rickyard.contracts.Generation generation(TaskRun run) {
    var generation = run.generation();
    if (generation == null) {
      throw new IllegalArgumentException(
          "Task " + run.taskId() + " changes a stack but has no generation");
    }
    return generation;
  }

  /** Who acts when nobody asked: the worker itself. */
  static Actor worker() {
    return Actor.system("provisioner-worker");
  }

  /** One action of a {@link StackRuntime}. */
  private interface RuntimeAction {
    void on(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;
  }

  static void log(StepContext context, String text) {
    context.log(LogLevel.INFO, text);
  }
}
