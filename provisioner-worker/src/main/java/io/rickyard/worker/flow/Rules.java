package io.rickyard.worker.flow;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What administrators have set, made for looking up at each claim. */
public final class Rules {

  /** Nothing is set. */
  public static final Rules NONE = new Rules(0, FlowRules.NONE);

  private final long version;
  private final Map<FlowScope, FlowPause> pauses = new HashMap<>();
  private final Map<FlowScope, FlowLimit> limits = new HashMap<>();
  private final boolean counts;

  /** Prepares them. */
  public Rules(long version, FlowRules rules) {
    this.version = version;
    rules.pauses().forEach(pause -> pauses.put(pause.scope(), pause));
    rules.limits().forEach(limit -> limits.put(limit.scope(), limit));
    counts = limits.values().stream().anyMatch(Rules::isCounted);
  }

  /** Which ones. */
  public long version() {
    return version;
  }

  /** What is paused. */
  public Collection<FlowPause> pauses() {
    return List.copyOf(pauses.values());
  }

  /** What is limited. */
  public Collection<FlowLimit> limits() {
    return List.copyOf(limits.values());
  }

  /** Whether anything but a worker's own capacity and shares may keep a task from starting. */
  public boolean restrict() {
    return counts
        || pauses.keySet().stream().anyMatch(scope -> scope.kind() != FlowScope.Kind.WORKER);
  }

  /** Whether anything is counted beyond a worker's own tasks. */
  public boolean count() {
    return counts;
  }

  /** Whether a scope is paused. */
  public boolean isPaused(FlowScope scope) {
    return pauses.containsKey(scope);
  }

  /** Whether a worker takes nothing new, under any of the names it has had. */
  public boolean isDrained(Collection<WorkerId> names) {
    return names.stream().anyMatch(name -> isPaused(FlowScope.of(name)));
  }

  /** How many tasks a worker may run at once; empty when nothing is set. */
  public OptionalInt mostOf(WorkerId worker) {
    Integer most = limit(FlowScope.of(worker)).map(FlowLimit::running).orElse(null);
    return most == null ? OptionalInt.empty() : OptionalInt.of(most);
  }

  /** The paused organizations. */
  public Set<OrganizationId> pausedOrganizations() {
    Set<OrganizationId> paused = new HashSet<>();
    for (FlowScope scope : pauses.keySet()) {
      if (scope.kind() == FlowScope.Kind.ORGANIZATION) {
        paused.add(new OrganizationId(scope.name()));
      }
    }
    return paused;
  }

  /** The scopes in which a task has to be counted. */
  public List<FlowScope> countedScopes(
      TaskQueue queue, OrganizationId organization, TaskType type) {
    if (!counts) {
      return List.of();
    }
    List<FlowScope> scopes = new ArrayList<>(3);
    for (FlowScope scope :
        List.of(FlowScope.of(queue), FlowScope.of(organization), FlowScope.of(type))) {
      if (limit(scope).filter(Rules::isCounted).isPresent()) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  /** Whether a scope has to be counted. */
  public boolean isCounted(FlowScope scope) {
    return limit(scope).filter(Rules::isCounted).isPresent();
  }

  /** The limit of a scope: its own, or that of each of its kind. */
  public Optional<FlowLimit> limit(FlowScope scope) {
    var own = limits.get(scope);
    return Optional.ofNullable(own == null ? limits.get(scope.each()) : own);
  }

  private static boolean isCounted(FlowLimit limit) {
    return limit.scope().kind() != FlowScope.Kind.WORKER
        && (limit.running() != null || limit.rate() != null);
  }
}
