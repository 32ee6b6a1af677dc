package io.rickyard.worker.storm;

import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.worker.flow.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for so far, and what must follow from it whatever goes wrong: it knows no worker
 * and no table.
 */
final class Model {

  private final Storm storm;
  private final Map<Integer, Instant> accepted = new LinkedHashMap<>();
  private final Map<Integer, Long> cancelled = new HashMap<>();
  private final Set<Integer> cancelledFirst = new HashSet<>();
  private final Map<Integer, TaskPlan> scheduled = new LinkedHashMap<>();
  private final Map<String, ModelLane> lanes = new HashMap<>();
  private final Map<Long, Rules> rules = new HashMap<>(Map.of(0L, Rules.NONE));
  private final Set<Integer> released = new HashSet<>();
  private long inForce;
  private long moments;

  Model(Storm storm) {
    this.storm = storm;
  }

  TaskPlan task(int number) {
    return storm.task(number);
  }

  /** A submit was taken in, for the first time or again. */
  void submitted(int number, Instant now) {
    if (accepted.putIfAbsent(number, now) != null) {
      return;
    }
    TaskPlan task = task(number);
    boolean over = cancelled.containsKey(number);
    if (over) {
      cancelledFirst.add(number);
    }
    String key = task.lane();
    Long generation = task.generation();
    if (key == null) {
      return;
    }
    var lane = lanes.computeIfAbsent(key, _ -> new ModelLane());
    if (generation != null && over) {
      lane.pass(generation);
    } else if (generation != null) {
      lane.change(number, generation, now);
    } else if (task.joinsWhenDue()) {
      scheduled.put(number, task);
    } else if (!over) {
      lane.join(number, 0);
    }
  }

  /**
   * A cancel was taken in.
   *
   * @param place in the chronicle; nothing that comes later may begin an attempt of the task
   */
  void cancelled(int number, long place) {
    cancelled.putIfAbsent(number, place);
  }

  /** Rules were taken in; they hold when they are newer. */
  void ruled(long version, FlowRules newer) {
    if (version > inForce) {
      inForce = version;
      rules.put(version, new Rules(version, newer));
    }
  }

  /** A lock was given up, or the place in its line. */
  void released(int number) {
    released.add(number);
  }

  /** Time has passed, and everybody is at rest. */
  void passed(Instant now) {
    long moment = ++moments;
    lanes.values().forEach(lane -> lane.passGaps(now, WorkerProcess.GAP_PATIENCE, moment));
    List<TaskPlan> due =
        scheduled.values().stream()
            .filter(task -> !runAt(task).isAfter(now))
            .sorted(Comparator.comparing(this::runAt))
            .toList();
    Map<String, Instant> before = new HashMap<>();
    for (TaskPlan task : due) {
      scheduled.remove(task.number());
      String key = String.valueOf(task.lane());
      var lane = lanes.computeIfAbsent(key, _ -> new ModelLane());
      if (runAt(task).equals(before.put(key, runAt(task)))) {
        lane.joinBeside(task.number(), moment);
      } else {
        lane.join(task.number(), moment);
      }
    }
  }

  /** Who ended before it had a place in its lane counts as come. */
  void rested(Set<Integer> ended) {
    lanes.values().forEach(lane -> lane.forget(ended));
  }

  private Instant runAt(TaskPlan task) {
    return acceptedAt(task).plus(task.delay() == null ? Duration.ZERO : task.delay());
  }

  private Instant acceptedAt(TaskPlan task) {
    Instant at = accepted.get(task.number());
    if (at == null) {
      throw new IllegalStateException("Nobody asked for task " + task);
    }
    return at;
  }

  /** The tasks that were asked for, in the order in which that was taken in. */
  Collection<TaskPlan> tasks() {
    List<TaskPlan> tasks = new ArrayList<>();
    accepted.keySet().forEach(number -> tasks.add(task(number)));
    return tasks;
  }

  boolean isAccepted(int number) {
    return accepted.containsKey(number);
  }

  /** When cancels were taken in, as places in the chronicle, by task. */
  Map<Integer, Long> cancels() {
    return cancelled;
  }

  /** Those whose cancel came before they did. */
  Set<Integer> cancelledFirst() {
    return cancelledFirst;
  }

  boolean wasReleased(int number) {
    return released.contains(number);
  }

  Map<String, ModelLane> lanes() {
    return lanes;
  }

  /** The rules of a version. */
  Rules rules(long version) {
    Rules known = rules.get(version);
    if (known == null) {
      throw new AssertionError("Nobody set rules of version " + version);
    }
    return known;
  }

  /** The rules that held one after the other. */
  Collection<Rules> versions(long first, long last) {
    return rules.entrySet().stream()
        .filter(entry -> entry.getKey() >= first && entry.getKey() <= last)
        .map(Map.Entry::getValue)
        .toList();
  }

  long rulesInForce() {
    return inForce;
  }
}
