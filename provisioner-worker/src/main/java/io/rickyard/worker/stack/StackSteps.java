package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNullElse;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of which all changes of a stack are made. Each looks before it acts and may run again.
 */
final class StackSteps {

  private static final Logger LOG = LoggerFactory.getLogger(StackSteps.class);

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

  Duration attemptWithin() {
    return runtime.attemptWithin();
  }

  /** The name of the runtime that new stacks are built on. */
  String runtime() {
    return runtime.name();
  }

  /** The first step of every change: from here on everybody sees that it is under way. */
  Step begin(String name, Function<TaskRun, StackEvent> started) {
    return new ActionStep(name, new StackBeginning(runtime, ledger, started));
  }

  Step prepare() {
    return new ActionStep(
        "reserve directory, user and port", acting(runtime::prepare), this::undoPreparation);
  }

  /** What was never seen to work holds nobody's data; everything else is kept. */
  private void undoPreparation(StepContext context) throws TaskFailure, InterruptedException {
    if (record(context.run()).everActive()) {
      context.log(LogLevel.WARN, "It was seen to work already, so nothing of it is removed");
      return;
    }
    acting(runtime::remove).on(context);
  }

  /** Creates the cluster, but never an empty one in the place of one with data. */
  Step initialize() {
    return new ActionStep(
        "create the database",
        context -> {
          refuseLostData(context);
          acting(runtime::initialize).on(context);
        });
  }

  Step start() {
    return new ActionStep("start the server", acting(runtime::start));
  }

  /** Notes the size that everything that follows is about; taken back, it is made as it was. */
  Step size(TaskInput.StackResize wanted) {
    return new ActionStep(
        "note the new size",
        context -> {
          var stack = record(context.run());
          if (!stack.everActive()) {
            throw new TaskFailure(
                "never_active", "The project was never seen to work; repair it first", false);
          }
          var size =
              new StackSize(
                  requireNonNullElse(wanted.profile(), stack.profile()),
                  requireNonNullElse(wanted.limits(), stack.size().limits()));
          if (!ledger.resize(stack.project(), context.token(), size)) {
            throw new TaskFailure("fenced_off", "A newer task has taken this project", false);
          }
          context.log(LogLevel.INFO, "profile " + size.profile().wireName());
        },
        this::sizeBack);
  }

  /** Under a claim of its own, which whoever looks after the stack goes on with. */
  private void sizeBack(StepContext context) throws TaskFailure, InterruptedException {
    var run = context.run();
    if (!ledger.claimInPart(project(run), generation(run), context.token())) {
      throw new TaskFailure("fenced_off", "A newer task has taken this project", false);
    }
    if (ledger.resizeBack(project(run), context.token())) {
      context.log(LogLevel.INFO, "it goes back to the size it had");
      acting(runtime::resize).on(context);
    }
  }

  /** What a stack that is there needs in addition; taking it back is nobody's business. */
  Step prepareMore() {
    return new ActionStep("reserve what else it needs", acting(runtime::prepare));
  }

  /** Where nothing was taken back with its runtime, at least nobody goes on to the new size. */
  void forgetSize(TaskRun run) {
    var stack = ledger.find(project(run));
    if (stack.isPresent() && stack.get().changedBy(run.taskId())) {
      ledger.resizeBack(stack.get().project(), stack.get().token());
    }
  }

  Step resize() {
    return new ActionStep("bring the services to it", acting(runtime::resize));
  }

  /** Replaces one service and leaves the others running. */
  Step restart(String service) {
    return new ActionStep(
        "restart " + service, acting((stack, log) -> runtime.restart(stack, service, log)));
  }

  Step configure() {
    return new ActionStep("set up roles and schemas", acting(runtime::configure));
  }

  Step stop() {
    return new ActionStep("stop the server", acting(runtime::stop));
  }

  Step remove() {
    return new ActionStep("let go of servers and data", acting(runtime::remove));
  }

  /** Forgets the secrets last: until then a removal that was cut short can be repeated. */
  Step forget() {
    return new ActionStep(
        "forget its secrets",
        context -> {
          vault.destroy(project(context.run()));
          settle(context, new StackEvent.StackRemoved(clock.instant()));
        });
  }

  /** Says early and clearly that there is nothing left to start. */
  Step requireData() {
    return new ActionStep("find its data", this::refuseLostData);
  }

  private void refuseLostData(StepContext context) throws TaskFailure {
    if (record(context.run()).everActive() && !observe(context).dataPresent()) {
      throw new TaskFailure(
          "data_missing",
          "The data directory of the project is gone; restore it from a backup",
          false);
    }
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
          settle(
              context, new StackEvent.StackActivated(seen.observedAt(), seen.services(), database));
          context.result("status", "ACTIVE_HEALTHY");
        });
  }

  /** Of a stack that somebody else has made only the database must work to begin with. */
  Step seeDatabase() {
    return new ActionStep(
        "see its database",
        context -> {
          var seen = observe(context);
          var database = seen.database();
          if (database == null) {
            throw new TaskFailure(
                "not_healthy",
                "Its database does not answer: " + seen.complaint().orElse("no answer"),
                true);
          }
          if (!seen.healthy()) {
            context.log(LogLevel.WARN, "Not all of it works: " + seen.complaint().orElse(""));
          }
          settle(
              context, new StackEvent.StackActivated(seen.observedAt(), seen.services(), database));
          context.result("status", seen.healthy() ? "ACTIVE_HEALTHY" : "ACTIVE_UNHEALTHY");
        });
  }

  Step seeStopped() {
    return new ActionStep(
        "see that it has stopped",
        context -> {
          if (observe(context).running()) {
            throw new TaskFailure("still_running", "The server was stopped but still runs", true);
          }
          settle(context, new StackEvent.StackPaused(clock.instant()));
          context.result("status", "INACTIVE");
        });
  }

  /** Removes what a provisioning left that ended without its steps being undone. */
  void removeLeftovers(StackRecord stack) throws StackFailure, InterruptedException {
    var secrets = vault.open(stack.project());
    if (secrets.isEmpty() || stack.everActive()) {
      return; // nothing was built, or something that holds data
    }
    // Under the claim that left it: a task that came since fences this off.
    runtime.remove(
        StackSpec.of(stack, secrets.get()),
        (level, text) -> LOG.debug("stack={} {} {}", stack.project(), level, text));
  }

  private StackObservation observe(StepContext context) throws TaskFailure {
    try {
      return runtime.observe(spec(context));
    } catch (RuntimeUnavailable e) {
      throw new TaskFailure("runtime_unavailable", String.valueOf(e.getMessage()), true, e);
    }
  }

  /** Ends the change, unless another task has begun one since. */
  private void settle(StepContext context, StackEvent event) {
    var run = context.run();
    ledger.append(
        project(run),
        run.actor(),
        stack -> stack.changedBy(run.taskId()) ? Optional.of(event) : Optional.empty());
  }

  /** An action of the runtime, with the secrets it needs for just as long. */
  ActionStep.Action acting(RuntimeAction action) {
    return context -> {
      context.checkpoint();
      try {
        action.on(spec(context), context::log);
      } catch (StackFailure e) {
        throw new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
      }
    };
  }

  StackSpec spec(StepContext context) throws TaskFailure {
    var run = context.run();
    var stack = record(run);
    try {
      var secrets = vault.openOrCreate(project(run), run.organization(), context.secret("db_pass"));
      return new StackSpec(
          stack.project(),
          stack.organization(),
          stack.generation(),
          stack.keptFrom(),
          context.token(),
          stack.size(),
          secrets,
          stack.runtime(),
          new StackSpec.Origin(run.taskId(), run.attempt()));
    } catch (StackFailure e) {
      throw new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
    }
  }

  private StackRecord record(TaskRun run) throws TaskFailure {
    return StackBeginning.known(ledger, run);
  }

  static ProjectRef project(TaskRun run) {
    var project = run.project();
    if (project == null) {
      throw new IllegalArgumentException(
          "Task " + run.taskId() + " changes a stack but names no project");
    }
    return project;
  }

  static Generation generation(TaskRun run) {
    var generation = run.generation();
    if (generation == null) {
      throw new IllegalArgumentException(
          "Task " + run.taskId() + " changes a stack but has no generation");
    }
    return generation;
  }

  /** One action of a {@link StackRuntime}. */
  interface RuntimeAction {
    void on(StackSpec stack, StackLog log) throws StackFailure, InterruptedException;
  }
}
