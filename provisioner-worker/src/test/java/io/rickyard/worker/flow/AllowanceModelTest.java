package io.rickyard.worker.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random starts, ends, steps of the clock and changes of rules, transaction by transaction, against
 * a model that remembers every task and every start and counts them all each time.
 */
class AllowanceModelTest {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
  private static final List<OrganizationId> ORGANIZATIONS =
      List.of(
          new OrganizationId("aaaaaaaaaaaaaaaaaaaa"),
          new OrganizationId("bbbbbbbbbbbbbbbbbbbb"),
          new OrganizationId("cccccccccccccccccccc"));
  private static final List<TaskType> TYPES =
      List.of(BuiltInType.PLATFORM_PROBE, BuiltInType.STACK_PAUSE);

  private static final List<TaskQueue> QUEUES = List.of(TaskQueue.values());

  private record Task(TaskQueue queue, OrganizationId organization, TaskType type) {
    List<FlowScope> scopes() {
      return List.of(FlowScope.of(queue), FlowScope.of(organization), FlowScope.of(type));
    }
  }

  private record Started(Task task, Instant at) {}

  static LongStream seeds() {
    long first = System.nanoTime();
    return LongStream.concat(LongStream.of(1, 2, 3), LongStream.range(first, first + 20));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void startsAreAllowedExactlyWhenTheModelAllowsThem(long seed) {
    var random = new Random(seed);
    var rules = Rules.NONE;
    Map<FlowScope, Tally> tallies = new HashMap<>();
    List<Task> running = new ArrayList<>();
    List<Started> starts = new ArrayList<>();
    Instant now = AT;
    for (int step = 0; step < 400; step++) {
      now = now.plusMillis(random.nextInt(400));
      if (random.nextInt(40) == 0) {
        rules = rules(random, step);
        tallies = counted(rules, running);
        starts.clear();
      }
      var allowance = new Allowance(rules, tallies, now);
      for (int deed = random.nextInt(6); deed > 0; deed--) {
        if (!running.isEmpty() && random.nextInt(5) < 2) {
          Task ended = running.remove(random.nextInt(running.size()));
          allowance.ended(ended.queue(), ended.organization(), ended.type());
        } else {
          Task task = task(random);
          boolean allowed = allowed(rules, task, running, starts, now);
          boolean started = allowance.start(task.queue(), task.organization(), task.type());
          if (started) {
            assertThat(within(rules, task, running, starts, now)).as("seed %s", seed).isTrue();
            running.add(task);
            starts.add(new Started(task, now));
          } else {
            assertThat(allowed).as("seed %s, step %s: %s", seed, step, task).isFalse();
          }
        }
      }
      tallies.putAll(allowance.changes());
      tallies.values().removeIf(Tally::isEmpty);
      for (var tally : counted(rules, running).entrySet()) {
        assertThat(tallies.getOrDefault(tally.getKey(), Tally.EMPTY).running())
            .as("seed %s, step %s: %s", seed, step, tally.getKey())
            .isEqualTo(tally.getValue().running());
      }
    }
  }

  /** Nothing may be refused that is allowed even when each start counts a 64th longer. */
  private static boolean allowed(
      Rules rules, Task task, List<Task> running, List<Started> starts, Instant now) {
    return holds(rules, task, running, starts, now, 66);
  }

  private static boolean within(
      Rules rules, Task task, List<Task> running, List<Started> starts, Instant now) {
    return holds(rules, task, running, starts, now, 64);
  }

  private static boolean holds(
      Rules rules,
      Task task,
      List<Task> running,
      List<Started> starts,
      Instant now,
      int sixtyFourths) {
    for (FlowScope scope : task.scopes()) {
      var limit = rules.limit(scope);
      Integer most = limit.map(FlowLimit::running).orElse(null);
      StartRate rate = limit.map(FlowLimit::rate).orElse(null);
      if (rules.isPaused(scope) || (most != null && running(running, scope) >= most)) {
        return false;
      }
      if (rate != null) {
        Instant since = now.minus(rate.per().multipliedBy(sixtyFourths).dividedBy(64));
        long recent =
            starts.stream()
                .filter(start -> start.task().scopes().contains(scope))
                .filter(start -> start.at().isAfter(since))
                .count();
        if (recent >= rate.tasks()) {
          return false;
        }
      }
    }
    return true;
  }

  private static long running(List<Task> running, FlowScope scope) {
    return running.stream().filter(task -> task.scopes().contains(scope)).count();
  }

  private static Map<FlowScope, Tally> counted(Rules rules, List<Task> running) {
    Map<FlowScope, Tally> counted = new HashMap<>();
    for (Task task : running) {
      for (FlowScope scope : rules.countedScopes(task.queue(), task.organization(), task.type())) {
        counted.put(scope, new Tally(running(running, scope), StartWindow.EMPTY));
      }
    }
    return counted;
  }

  private static Task task(Random random) {
    return new Task(
        QUEUES.get(random.nextInt(QUEUES.size())),
        ORGANIZATIONS.get(random.nextInt(ORGANIZATIONS.size())),
        TYPES.get(random.nextInt(TYPES.size())));
  }

  private static Rules rules(Random random, int version) {
    List<FlowLimit> limits = new ArrayList<>();
    List<FlowPause> pauses = new ArrayList<>();
    for (FlowScope scope : task(random).scopes()) {
      if (random.nextInt(4) == 0) {
        pauses.add(new FlowPause(scope, "ops", AT, null));
      }
      var subject = random.nextInt(3) == 0 ? scope.each() : scope;
      switch (random.nextInt(3)) {
        case 0 -> limits.add(new FlowLimit(subject, random.nextInt(5), null, null));
        case 1 -> {
          var rate = new StartRate(1 + random.nextInt(6), Duration.ofMillis(6_400));
          limits.add(new FlowLimit(subject, null, rate, null));
        }
        default -> {
          // no limit of this scope
        }
      }
    }
    return new Rules(version + 1L, new FlowRules(pauses, limits));
  }
}
