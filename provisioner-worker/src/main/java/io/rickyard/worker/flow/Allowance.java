package io.rickyard.worker.flow;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much may still start within one transaction that holds the counts, and what the counts are
 * after it. A scope whose own limit sets no rate or no number is taken from the one that stands for
 * each only where it has none at all.
 */
public final class Allowance {

  private final Rules rules;
  private final Instant now;
  private final Map<FlowScope, Tally> tallies;
  private final Set<FlowScope> changed = new HashSet<>();
  private final Set<FlowScope> full = new HashSet<>();
  private boolean roomMade;

  /** Begins with the counts as they stand. */
  public Allowance(Rules rules, Map<FlowScope, Tally> tallies, Instant now) {
    this.rules = rules;
    this.now = now;
    this.tallies = new HashMap<>(tallies);
  }

  /** Counts a task that does not run any more. */
  public void ended(TaskQueue queue, OrganizationId organization, TaskType type) {
    for (FlowScope scope : rules.countedScopes(queue, organization, type)) {
      Tally tally = tally(scope);
      roomMade |= isFull(scope, tally);
      tallies.put(scope, new Tally(Math.max(0, tally.running() - 1), tally.starts()));
      changed.add(scope);
    }
  }

  /** Counts a task that starts, when it may; false when it may not. */
  public boolean start(TaskQueue queue, OrganizationId organization, TaskType type) {
    if (isClosed(FlowScope.of(queue))
        || isClosed(FlowScope.of(organization))
        || isClosed(FlowScope.of(type))) {
      return false;
    }
    List<FlowScope> scopes = rules.countedScopes(queue, organization, type);
    for (FlowScope scope : scopes) {
      Tally tally = tally(scope);
      var rate = rules.limit(scope).map(FlowLimit::rate).orElse(null);
      tallies.put(
          scope,
          new Tally(
              tally.running() + 1,
              rate == null ? StartWindow.EMPTY : tally.starts().started(rate, now, 1)));
      changed.add(scope);
    }
    return true;
  }

  /** Whether nothing of a scope may start now. */
  public boolean isClosed(FlowScope scope) {
    if (rules.isPaused(scope)) {
      return true;
    }
    boolean closed = isFull(scope, tally(scope));
    if (closed) {
      full.add(scope);
    }
    return closed;
  }

  private boolean isFull(FlowScope scope, Tally tally) {
    return rules.limit(scope).filter(limit -> isFull(limit, tally)).isPresent();
  }

  private boolean isFull(FlowLimit limit, Tally tally) {
    var running = limit.running();
    var rate = limit.rate();
    return (running != null && tally.running() >= running)
        || (rate != null && tally.starts().free(rate, now) == 0);
  }

  private Tally tally(FlowScope scope) {
    return tallies.getOrDefault(scope, Tally.EMPTY);
  }

  /** The counts that are others than at the beginning. */
  public Map<FlowScope, Tally> changes() {
    Map<FlowScope, Tally> changes = new HashMap<>();
    changed.forEach(scope -> changes.put(scope, tally(scope)));
    return changes;
  }

  /** Organizations that are paused or at their limits, as far as they are counted. */
  public Set<OrganizationId> closedOrganizations() {
    Set<OrganizationId> closed = new HashSet<>(rules.pausedOrganizations());
    tallies.keySet().stream()
        .filter(scope -> scope.kind() == FlowScope.Kind.ORGANIZATION && isClosed(scope))
        .forEach(scope -> closed.add(new OrganizationId(scope.name())));
    return closed;
  }

  /** Whether an end made room where there was none. */
  public boolean madeRoom() {
    return roomMade;
  }

  /** How long until time alone lets something start that a rate kept back. */
  public Optional<Duration> untilRate() {
    return full.stream().flatMap(scope -> wait(scope).stream()).min(Duration::compareTo);
  }

  private Optional<Duration> wait(FlowScope scope) {
    var starts = tally(scope).starts();
    return rules
        .limit(scope)
        .map(FlowLimit::rate)
        .filter(rate -> starts.free(rate, now) == 0)
        .map(rate -> starts.wait(rate, now));
  }
}
