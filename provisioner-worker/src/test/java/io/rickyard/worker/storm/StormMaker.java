package io.rickyard.worker.storm;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.task.Backoff;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.RetryOptions;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.storm.RulesPlan.Limit;
import io.rickyard.worker.storm.RulesPlan.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws storms. What it draws depends on nothing but the seed. */
final class StormMaker {

  private static final int ORGANIZATIONS = 3;
  private static final int PROJECTS = 4;

  /** Projects below this number have a stack, and so generations. */
  private static final int STACKS = 2;

  private static final int MOST_AT_ONCE = 6;
  private static final List<BuiltInType> CHANGES =
      List.of(
          BuiltInType.STACK_PAUSE,
          BuiltInType.STACK_RESUME,
          BuiltInType.STACK_RESTART,
          BuiltInType.STACK_REPAIR);
  private static final List<String> SCOPES =
      List.of(
          "queue:critical",
          "queue:normal",
          "queue:batch",
          "type:platform.probe",
          "type:job.run",
          "type:stack.restart",
          "organization:*",
          "organization:" + TaskPlan.organization(0).value(),
          "organization:" + TaskPlan.organization(1).value());
  private static final List<String> THREADS =
      List.of("worker-commits", "worker-sweep", "worker-deadlines", "main");
  private static final List<Duration> TIMES =
      List.of(
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Duration.ofMinutes(2));

  private final Random random;
  private final List<TaskPlan> tasks = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Integer> withheld = new ArrayList<>();
  private final Map<Integer, Long> generations = new HashMap<>();
  private long rulesVersion = 1;

  private StormMaker(long seed) {
    random = new Random(seed);
  }

  /** Draws one of about so many operations. */
  static Storm draw(long seed, int length) {
    var maker = new StormMaker(seed);
    while (maker.operations.size() < length) {
      maker.operations.add(maker.operation());
    }
    for (int late : maker.withheld) {
      maker.operations.add(maker.deliver(List.of(new Command.Submit(late))));
    }
    return new Storm(maker.tasks, maker.operations);
  }

  private Operation operation() {
    int slot = random.nextInt(World.SLOTS);
    int dice = random.nextInt(100);
    if (dice < 44 || tasks.isEmpty()) {
      return deliver(commands());
    } else if (dice < 62) {
      return new Operation.Open(anyTask());
    } else if (dice < 70) {
      return new Operation.Pass(one(TIMES));
    } else if (dice < 72) {
      return new Operation.Jump(jump());
    } else if (dice < 75) {
      return new Operation.Crash(slot);
    } else if (dice < 76) {
      return new Operation.HandBack(slot);
    } else if (dice < 78) {
      return new Operation.Cut(slot);
    } else if (dice < 80) {
      return new Operation.Mend(slot);
    } else if (dice < 82) {
      return new Operation.Usurp(slot);
    } else if (dice < 86) {
      return new Operation.LoseAnswer(slot, one(THREADS));
    } else if (dice < 88) {
      return new Operation.Renew(anyTask());
    } else if (dice < 91) {
      return new Operation.Release(anyTask());
    }
    return new Operation.Settle();
  }

  private Duration jump() {
    return random.nextInt(3) == 0 ? Duration.ofMillis(-random.nextInt(2_000)) : one(TIMES);
  }

  private Operation deliver(List<Command> commands) {
    return new Operation.Deliver(random.nextInt(World.SLOTS), commands);
  }

  private List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (int left = 1 + random.nextInt(MOST_AT_ONCE); left > 0; left--) {
      int dice = random.nextInt(100);
      if (dice < 62 || tasks.isEmpty()) {
        submit(commands);
      } else if (dice < 72) {
        commands.add(new Command.Submit(anyTask())); // again, or after all
      } else if (dice < 92) {
        commands.add(new Command.Cancel(anyTask(), random.nextInt(4) == 0));
      } else {
        commands.add(new Command.Rule(rules()));
      }
    }
    return commands;
  }

  /** A new one, an older one that was withheld, or nothing as yet. */
  private void submit(List<Command> commands) {
    if (!withheld.isEmpty() && random.nextInt(4) == 0) {
      commands.add(new Command.Submit(withheld.remove(random.nextInt(withheld.size()))));
      return;
    }
    var task = task(tasks.size() + 1);
    tasks.add(task);
    if (random.nextInt(6) == 0) {
      withheld.add(task.number());
    } else {
      commands.add(new Command.Submit(task.number()));
    }
  }

  private TaskPlan task(int number) {
    int dice = random.nextInt(100);
    if (dice < 12) {
      return lock(number);
    }
    int project = random.nextInt(PROJECTS);
    if (dice < 32 && project < STACKS && generations.getOrDefault(project, 0L) >= 0) {
      return change(number, project);
    }
    return plain(number, dice < 60 ? project : null);
  }

  private TaskPlan lock(int number) {
    var lock = new LockHold("lock" + random.nextInt(2), Duration.ofSeconds(1 + random.nextInt(9)));
    var options =
        new TaskOptions(
            0,
            often(5, this::time),
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            often(6, this::parent));
    return new TaskPlan(
        number,
        BuiltInType.LOCK_HOLD,
        TaskQueue.CRITICAL,
        random.nextInt(ORGANIZATIONS),
        null,
        null,
        null,
        lock,
        options,
        new Script(1, 0, false, 0, 1, true));
  }

  private TaskPlan change(int number, int project) {
    long generation = generations.merge(project, 1L, Long::sum);
    BuiltInType type = generation == 1 ? BuiltInType.STACK_PROVISION : one(CHANGES);
    if (generation > 3 && random.nextInt(8) == 0) {
      type = BuiltInType.STACK_DELETE;
      generations.put(project, Long.MIN_VALUE);
    }
    var options =
        new TaskOptions(priority(), null, null, null, null, retry(), null, Map.of(), null);
    return new TaskPlan(
        number,
        type,
        TaskQueue.CRITICAL,
        project % ORGANIZATIONS,
        project,
        generation,
        random.nextInt(10) == 0 ? time() : null,
        null,
        options,
        script());
  }

  /** One of a project's changes that waits at a gate and whose handler hears of its end. */
  static TaskPlan gatedChange(int generation) {
    return new TaskPlan(
        generation,
        generation == 1 ? BuiltInType.STACK_PROVISION : BuiltInType.STACK_PAUSE,
        TaskQueue.CRITICAL,
        0,
        0,
        (long) generation,
        null,
        null,
        TaskOptions.USUAL,
        new Script(1, 1, false, 0, 1, true));
  }

  private TaskPlan plain(int number, @Nullable Integer project) {
    var options =
        new TaskOptions(
            priority(),
            often(6, this::time),
            often(12, () -> Duration.ofMillis(150)),
            null,
            often(8, this::time),
            retry(),
            often(3, this::concurrency),
            random.nextInt(6) == 0 ? Map.of("zone", "north") : Map.of(),
            often(6, this::parent));
    return new TaskPlan(
        number,
        random.nextInt(3) == 0 ? BuiltInType.JOB_RUN : BuiltInType.PLATFORM_PROBE,
        one(List.of(TaskQueue.values())),
        project == null ? random.nextInt(ORGANIZATIONS) : project % ORGANIZATIONS,
        project,
        null,
        often(6, this::time),
        null,
        options,
        script());
  }

  private Script script() {
    int steps = 1 + random.nextInt(3);
    boolean gated = random.nextInt(2) == 0;
    return new Script(
        steps,
        gated ? 1 + random.nextInt(steps) : 0,
        gated && random.nextInt(5) == 0,
        random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0,
        1 + random.nextInt(steps),
        random.nextInt(5) > 0);
  }

  private Concurrency concurrency() {
    return new Concurrency("key" + random.nextInt(2), one(List.of(Concurrency.Policy.values())));
  }

  private @Nullable RetryOptions retry() {
    return often(
        3,
        () -> {
          var wait = one(TIMES);
          return new RetryOptions(
              1 + random.nextInt(4), new Backoff(Backoff.Kind.FIXED, wait, wait, 0));
        });
  }

  private RulesPlan rules() {
    // Now and then two messages change their places.
    long version = rulesVersion++ + (random.nextInt(5) == 0 ? 2 : 0);
    List<Scope> pauses = new ArrayList<>();
    List<Limit> limits = new ArrayList<>();
    for (String scope : SCOPES) {
      int dice = random.nextInt(24);
      if (dice == 0 && !scope.endsWith("*")) {
        pauses.add(Scope.of(scope));
      } else if (dice < 5) {
        limits.add(new Limit(Scope.of(scope), random.nextInt(4), null));
      } else if (dice < 7) {
        limits.add(new Limit(Scope.of(scope), null, rate()));
      }
    }
    int slot = random.nextInt(World.SLOTS);
    if (random.nextInt(8) == 0) {
      pauses.add(Scope.worker(slot));
    } else if (random.nextInt(8) == 0) {
      limits.add(new Limit(Scope.worker(slot), random.nextInt(4), null));
    }
    return new RulesPlan(version, pauses, limits);
  }

  private StartRate rate() {
    return new StartRate(
        1 + random.nextInt(4),
        one(List.of(Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofMinutes(1))));
  }

  private int priority() {
    return random.nextInt(3) == 0 ? random.nextInt(21) - 10 : 0;
  }

  private Duration time() {
    return one(TIMES);
  }

  /** An earlier one, which may be withheld, over, or another organization's. */
  private @Nullable TaskId parent() {
    return tasks.isEmpty() ? null : TaskPlan.id(anyTask());
  }

  private int anyTask() {
    return 1 + random.nextInt(tasks.size());
  }

  private <T> @Nullable T often(int once, Supplier<? extends @Nullable T> thing) {
    return random.nextInt(once) == 0 ? thing.get() : null;
  }

  private <T> T one(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }
}
