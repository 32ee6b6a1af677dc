package io.rickyard.worker.flow;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.task.TaskQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What keeps a task that could be claimed from being started, whoever's turn it is. */
public sealed interface Obstacle {

  /** Its queue, type or organization is paused. */
  record Paused(FlowPause pause) implements Obstacle {
    /** Checks that it is there. */
    public Paused {
      requireNonNull(pause, "pause");
    }
  }

  /** As many run as may run at once. */
  record Full(FlowScope scope, int running) implements Obstacle {
    /** Checks that nothing is missing. */
    public Full {
      requireNonNull(scope, "scope");
    }
  }

  /** As many have started as may start in a time; after {@code opensIn} another one may. */
  record TooFast(FlowScope scope, StartRate rate, Duration opensIn) implements Obstacle {
    /** Checks that nothing is missing. */
    public TooFast {
      requireNonNull(scope, "scope");
      requireNonNull(rate, "rate");
      requireNonNull(opensIn, "opensIn");
    }
  }

  /** No worker that is heard of and takes tasks has these labels. */
  record Unserved(Map<String, String> labels) implements Obstacle {
    /** Copies. */
    public Unserved {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * Everything that keeps a task back at a moment.
   *
   * @param queue the task's
   * @param organization whose it is
   * @param kind what it does, and what it asks of a worker
   * @param rules what is set
   * @param tallies what is counted of what is limited
   * @param now the moment
   * @param workers the labels of the workers that take tasks
   */
  static List<Obstacle> of(
      TaskQueue queue,
      OrganizationId organization,
      Kind kind,
      Rules rules,
      Map<FlowScope, Tally> tallies,
      Instant now,
      Collection<Map<String, String>> workers) {
    List<Obstacle> found = new ArrayList<>();
    for (FlowScope scope :
        List.of(FlowScope.of(queue), FlowScope.of(organization), FlowScope.of(kind.type()))) {
      rules.pauses().stream()
          .filter(pause -> pause.scope().equals(scope))
          .forEach(pause -> found.add(new Paused(pause)));
      var tally = tallies.getOrDefault(scope, Tally.EMPTY);
      rules.limit(scope).ifPresent(limit -> found.addAll(reached(scope, limit, tally, now)));
    }
    if (workers.stream().noneMatch(kind::isServedBy)) {
      found.add(new Unserved(kind.labels()));
    }
    return List.copyOf(found);
  }

  private static List<Obstacle> reached(
      FlowScope scope, FlowLimit limit, Tally tally, Instant now) {
    List<Obstacle> reached = new ArrayList<>();
    Integer running = limit.running();
    if (running != null && tally.running() >= running) {
      reached.add(new Full(scope, running));
    }
    StartRate rate = limit.rate();
    if (rate != null && tally.starts().free(rate, now) == 0) {
      reached.add(new TooFast(scope, rate, tally.starts().wait(rate, now)));
    }
    return reached;
  }
}
