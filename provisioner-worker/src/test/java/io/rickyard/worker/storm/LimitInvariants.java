package io.rickyard.worker.storm;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.flow.Rules;
import io.rickyard.worker.storm.Chronicle.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * No start where it is paused, none beyond a limit, a rate or a worker's slots, and none on a
 * worker without the labels: each claim is held against the rules that it was made under.
 */
final class LimitInvariants {

  /** A start of a limited scope. */
  private record Start(Entry entry, Instant at) {}

  private final Model model;
  private final Histories histories;
  private final Map<Integer, WorkerProcess> processes;
  private final Findings findings = new Findings();
  private final Map<Long, Entry> running = new HashMap<>();
  private final Map<String, Integer> processOf = new HashMap<>();
  private final Map<FlowScope, List<Start>> starts = new HashMap<>();
  private @Nullable Instant clock;

  private LimitInvariants(Model model, Histories histories, Map<Integer, WorkerProcess> processes) {
    this.model = model;
    this.histories = histories;
    this.processes = processes;
  }

  /**
   * Looks at every claim.
   *
   * @param processes all workers there ever were, by their numbers
   */
  static Findings of(
      List<Entry> chronicle,
      Model model,
      Histories histories,
      Map<Integer, WorkerProcess> processes) {
    var invariants = new LimitInvariants(model, histories, processes);
    chronicle.forEach(invariants::happened);
    return invariants.findings;
  }

  /** The scopes that a task counts in. */
  static List<FlowScope> scopes(TaskPlan task) {
    return List.of(
        FlowScope.of(task.queue()),
        FlowScope.of(TaskPlan.organization(task.organization())),
        FlowScope.of(task.type()));
  }

  private void happened(Entry entry) {
    if (clock != null && entry.at().isBefore(clock)) {
      starts.clear(); // the clock was set back: stretches of time cannot be told apart any more
    }
    clock = entry.at();
    switch (entry.what()) {
      case CLAIMED -> {
        if (!entry.undoing()) {
          started(entry);
        }
        running.put(entry.token(), entry);
      }
      case LET_GO -> running.remove(entry.token());
      case REGISTERED -> processOf.put(entry.worker(), Integer.valueOf(entry.process()));
      case HELD, ENDED -> {
        // Nothing that a limit counts.
      }
    }
  }

  private void started(Entry entry) {
    TaskPlan task = model.task(entry.task());
    Rules rules = model.rules(entry.rules());
    for (FlowScope scope : scopes(task)) {
      findings.require(
          !rules.isPaused(scope), "task %d began in paused %s: %s", task.number(), scope, entry);
      Optional<FlowLimit> limit = rules.limit(scope);
      limit
          .map(FlowLimit::running)
          .ifPresent(most ->
              findings.require(
                  others(scope) < most,
                  "task %d began beside %d of at most %d of %s: %s",
                  task.number(),
                  others(scope),
                  most,
                  scope,
                  entry));
      rated(scope, limit.map(FlowLimit::rate).orElse(null), entry);
    }
    onWorker(task, rules, entry);
  }

  private long others(FlowScope scope) {
    return running.values().stream()
        .filter(other -> !other.undoing() && scopes(model.task(other.task())).contains(scope))
        .count();
  }

  /** Starts count as long as the scope has had the same rate without a break. */
  private void rated(FlowScope scope, @Nullable StartRate rate, Entry entry) {
    List<Start> before = starts.computeIfAbsent(scope, _ -> new ArrayList<>());
    if (rate == null) {
      before.clear();
      return;
    }
    before.removeIf(start -> !hasHeldSince(start.entry().rules(), entry.rules(), scope, rate));
    Instant since = entry.at().minus(rate.per());
    long recent = before.stream().filter(start -> start.at().isAfter(since)).count();
    findings.require(
        recent < rate.tasks(),
        "task %d began after %d others of %s within %s: %s",
        entry.task(),
        recent,
        scope,
        rate,
        entry);
    before.add(new Start(entry, entry.at()));
  }

  private boolean hasHeldSince(long first, long last, FlowScope scope, StartRate rate) {
    return model.versions(first, last).stream()
        .allMatch(
            rules -> rules.limit(scope).map(FlowLimit::rate).filter(rate::equals).isPresent());
  }

  private void onWorker(TaskPlan task, Rules rules, Entry entry) {
    var worker = new WorkerId(entry.worker());
    Set<WorkerId> names = new HashSet<>();
    Integer process = processOf.get(entry.worker());
    processOf.forEach((name, of) -> {
      if (of.equals(process)) {
        names.add(new WorkerId(name));
      }
    });
    findings.require(!rules.isDrained(names), "%s is drained and began: %s", names, entry);
    // What it was given without knowing it, or has given up, is in its name until it is taken over.
    List<Entry> its =
        running.values().stream()
            .filter(other -> other.worker().equals(entry.worker()) && !other.undoing())
            .filter(other -> histories.lost(other.task()).isEmpty())
            .toList();
    rules
        .mostOf(worker)
        .ifPresent(most ->
            findings.require(
                its.size() < most, "%s began beside %d of %d", entry, its.size(), most));
    boolean critical = task.queue() == TaskQueue.CRITICAL;
    long alike =
        its.stream()
            .filter(other -> (model.task(other.task()).queue() == TaskQueue.CRITICAL) == critical)
            .count();
    findings.require(
        alike < (critical ? WorkerProcess.CRITICAL_SLOTS : WorkerProcess.SHARED_SLOTS),
        "%s began beside %d others in too few slots",
        entry,
        alike);
    var runner = process == null ? null : processes.get(process);
    findings.require(
        runner != null && runner.serves(task), "%s began on a worker without its labels", entry);
  }
}
