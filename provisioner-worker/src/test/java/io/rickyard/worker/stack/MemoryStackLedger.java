package io.rickyard.worker.stack;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stacks in memory, and every event in its order. */
public final class MemoryStackLedger implements StackLedger {

  private final Map<String, StackRecord> stacks = new TreeMap<>();
  private final Map<String, List<StackEvent>> told = new TreeMap<>();
  private final Map<String, Repairs> repairs = new TreeMap<>();
  private final Map<String, StackSize> former = new TreeMap<>();

  /** What was told of a stack. */
  public synchronized List<StackEvent> told(ProjectRef project) {
    return List.copyOf(told.getOrDefault(project.value(), List.of()));
  }

  /** Puts a stack there as if all that led to it had happened. */
  public synchronized void put(StackRecord stack) {
    stacks.put(stack.project().value(), stack);
  }

  @Override
  public synchronized void open(
      ProjectRef project,
      OrganizationId organization,
      StackProfile profile,
      String runtime,
      Generation generation) {
    stacks.putIfAbsent(
        project.value(), StackRecord.accepted(project, organization, profile, runtime, generation));
  }

  @Override
  public boolean claim(ProjectRef project, Generation generation, long token) {
    return claim(project, generation, token, stack -> stack.claimed(generation, token));
  }

  @Override
  public boolean claimInPart(ProjectRef project, Generation generation, long token) {
    return claim(project, generation, token, stack -> stack.claimedInPart(generation, token));
  }

  private synchronized boolean claim(
      ProjectRef project, Generation generation, long token, UnaryOperator<StackRecord> claimed) {
    var stack = stacks.get(project.value());
    if (stack == null || stack.generation().compareTo(generation) > 0 || stack.token() > token) {
      return false;
    }
    if (!stack.generation().equals(generation)) {
      former.remove(project.value());
      repairs.remove(project.value());
    }
    put(claimed.apply(stack));
    return true;
  }

  @Override
  public synchronized boolean resize(ProjectRef project, long token, StackSize size) {
    var stack = stacks.get(project.value());
    if (stack == null || stack.token() != token) {
      return false;
    }
    former.putIfAbsent(project.value(), stack.size());
    put(stack.sized(size));
    return true;
  }

  @Override
  public synchronized boolean resizeBack(ProjectRef project, long token) {
    var stack = stacks.get(project.value());
    var before = former.get(project.value());
    if (stack == null || stack.token() != token || before == null) {
      return false;
    }
    put(stack.sized(before));
    return true;
  }

  @Override
  public synchronized Repairs repairs(ProjectRef project) {
    return repairs.getOrDefault(project.value(), Repairs.NONE);
  }

  @Override
  public synchronized boolean repairing(ProjectRef project, long token, Instant at) {
    var stack = stacks.get(project.value());
    if (stack == null || stack.token() != token) {
      return false;
    }
    var before = repairs(project);
    var times = new ArrayList<>(before.at());
    times.addFirst(at);
    repairs.put(project.value(), new Repairs(times, before.givenUp()));
    return true;
  }

  @Override
  public synchronized void repairsGivenUp(ProjectRef project, long token) {
    repairs.put(project.value(), new Repairs(repairs(project).at(), true));
  }

  @Override
  public synchronized void append(
      ProjectRef project, Actor actor, Function<StackRecord, Optional<StackEvent>> decide) {
    var stack = stacks.get(project.value());
    if (stack == null) {
      return;
    }
    decide
        .apply(stack)
        .ifPresent(event -> {
          put(stack.after(event));
          told.computeIfAbsent(project.value(), _ -> new ArrayList<>()).add(event);
        });
  }

  @Override
  public synchronized Optional<StackRecord> find(ProjectRef project) {
    return Optional.ofNullable(stacks.get(project.value()));
  }

  @Override
  public synchronized List<StackRecord> all() {
    return stacks.values().stream()
        .filter(stack -> !(stack.state() instanceof StackState.Removed))
        .toList();
  }

  @Override
  public synchronized void observed(List<ProjectRef> projects, Instant at) {
    for (ProjectRef project : projects) {
      stacks.computeIfPresent(
          project.value(),
          (_, stack) ->
              new StackRecord(
                  stack.project(),
                  stack.organization(),
                  stack.size(),
                  stack.runtime(),
                  stack.generation(),
                  stack.keptFrom(),
                  stack.token(),
                  stack.state(),
                  stack.everActive(),
                  stack.database(),
                  at));
    }
  }
}
