package io.rickyard.worker.storm;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.flow.Rules;
import io.rickyard.worker.storm.Tables.Running;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is still to be done though time stands still and nothing more is asked: as long as there is
 * something, the engines have to do it by themselves. Nothing is lost, and nobody waits who could
 * go on.
 */
final class Rest {

  private static final int BUDGET = 1;

  private final Tables tables;
  private final Model model;
  private final Stage stage;
  private final List<WorkerProcess> processes;
  private final Map<Integer, Set<WorkerId>> names;
  private final Map<Long, Visit> present;
  private final Rules rules;
  private final Findings undone = new Findings();

  private Rest(
      Tables tables,
      Model model,
      Stage stage,
      List<WorkerProcess> processes,
      Map<Integer, Set<WorkerId>> names) {
    this.tables = tables;
    this.model = model;
    this.stage = stage;
    this.processes = processes;
    this.names = names;
    this.rules = model.rules(tables.rules());
    this.present =
        stage.resources().present().stream()
            .collect(
                Collectors.toMap(visit -> visit.token, Function.identity(), (_, last) -> last));
  }

  /**
   * What is to be done yet.
   *
   * @param processes the workers that have not died
   * @param names all names that they have been known by, by their numbers
   */
  static Findings toBeDone(
      Tables tables,
      Model model,
      Stage stage,
      List<WorkerProcess> processes,
      Map<Integer, Set<WorkerId>> names) {
    var rest = new Rest(tables, model, stage, processes, names);
    rest.whoRunsWaitsAtItsGate();
    rest.whoIsAtWorkRuns();
    rest.whatCouldStartHasStarted();
    rest.whatIsDueIsDone();
    rest.endsAreHeard();
    return rest.undone;
  }

  private void whoRunsWaitsAtItsGate() {
    for (Running row : tables.running()) {
      if (processes.stream().noneMatch(process -> process.works() && isOf(row.worker(), process))) {
        undone.require(isOnlyCutOff(row.worker()), "task %d is to be taken over", row.task());
        continue;
      }
      Visit visit = present.get(row.token());
      boolean waits = visit != null && visit.waits && !row.undoing();
      undone.require(waits, "task %d is at work", row.task());
      undone.require(!stage.gates().isOpen(row.task()), "task %d is to go on", row.task());
      TaskPlan task = model.task(row.task());
      boolean deaf = task.script().deaf();
      var deadline = row.cancelDeadline();
      undone.require(
          deadline == null || (deaf && deadline.isAfter(tables.now())),
          "task %d is to stop",
          row.task());
      undone.require(
          deaf || (task.options().runTimeout() == null && !isBudgetSpent(row.task())),
          "task %d is out of time",
          row.task());
    }
  }

  private void whoIsAtWorkRuns() {
    Set<Long> held = tables.running().stream().map(Running::token).collect(Collectors.toSet());
    for (Visit visit : present.values()) {
      boolean ghost = !held.contains(visit.token);
      undone.require(visit.waits, "%s: at work", visit);
      undone.require(!stage.gates().isOpen(visit.task.number()), "%s: to go on", visit);
      undone.require(!ghost || visit.task.script().deaf(), "%s: to be interrupted", visit);
    }
  }

  private void whatCouldStartHasStarted() {
    for (int number : tables.ready()) {
      TaskPlan task = model.task(number);
      undone.require(
          LimitInvariants.scopes(task).stream().anyMatch(this::isClosed)
              || processes.stream().noneMatch(process -> couldRun(process, task)),
          "task %d could start",
          number);
    }
  }

  /** Whether the rules keep a scope's tasks from starting now. */
  private boolean isClosed(FlowScope scope) {
    var limit = rules.limit(scope);
    Integer most = limit.map(FlowLimit::running).orElse(null);
    StartRate rate = limit.map(FlowLimit::rate).orElse(null);
    return rules.isPaused(scope)
        || (most != null && tables.recounted().getOrDefault(scope.toString(), 0L) >= most)
        || (rate != null && recent(scope, rate) >= rate.tasks());
  }

  /** Starts that may still count: the engine counts each a 64th of the length longer. */
  private long recent(FlowScope scope, StartRate rate) {
    Instant since = tables.now().minus(rate.per().multipliedBy(66).dividedBy(64));
    return tables.starts().stream()
        .filter(start -> start.at().isAfter(since))
        .filter(start -> LimitInvariants.scopes(model.task(start.task())).contains(scope))
        .count();
  }

  private boolean couldRun(WorkerProcess process, TaskPlan task) {
    if (!process.works()
        || !process.serves(task)
        || rules.isDrained(names.getOrDefault(process.number(), Set.of()))) {
      return false;
    }
    boolean critical = task.queue() == TaskQueue.CRITICAL;
    Map<Long, TaskPlan> inHand = new HashMap<>();
    tables.running().stream()
        .filter(row -> isOf(row.worker(), process))
        .forEach(row -> inHand.put(row.token(), model.task(row.task())));
    present.values().stream()
        .filter(visit -> visit.process == process.number())
        .forEach(visit -> inHand.put(visit.token, visit.task));
    long alike =
        inHand.values().stream()
            .filter(other -> (other.queue() == TaskQueue.CRITICAL) == critical)
            .count();
    int slots = critical ? WorkerProcess.CRITICAL_SLOTS : WorkerProcess.SHARED_SLOTS;
    return alike < slots && inHand.size() < rules.mostOf(process.name()).orElse(Integer.MAX_VALUE);
  }

  private void whatIsDueIsDone() {
    Instant now = tables.now();
    tables
        .later()
        .forEach(row -> undone.require(row.dueAt().isAfter(now), "task %d is due", row.task()));
    tables
        .deadlines()
        .forEach(row ->
            undone.require(
                row.met() || row.at().isAfter(now),
                "a deadline of task %d has passed",
                row.task()));
    Instant patient = now.minus(WorkerProcess.GAP_PATIENCE);
    tables.waiting().stream()
        .filter(Tables.Waiting::early)
        .forEach(row ->
            undone.require(!row.since().isBefore(patient), "task %d waits for a gap", row.task()));
    tables.orphans().forEach(task -> undone.require(false, "task %d is an orphan", task));
  }

  private void endsAreHeard() {
    tables
        .notices()
        .forEach((task, notice) ->
            undone.require(
                isOnlyCutOff(notice.worker())
                    || present.values().stream().anyMatch(visit -> visit.task.number() == task),
                "the end of task %d is to be heard",
                task));
  }

  private boolean isBudgetSpent(int task) {
    return tables.deadlines().stream()
        .anyMatch(
            row -> row.task() == task && row.kind() == BUDGET && !row.at().isAfter(tables.now()));
  }

  /** Whether a name is that of a worker which nobody may take over from yet. */
  private boolean isOnlyCutOff(String worker) {
    Instant seen = tables.workers().get(worker);
    Instant silent = tables.now().minus(WorkerProcess.LEASE).minus(WorkerProcess.GRACE);
    return seen != null
        && !seen.isBefore(silent)
        && processes.stream().anyMatch(process -> !process.works() && isOf(worker, process));
  }

  private static boolean isOf(String worker, WorkerProcess process) {
    return process.name().value().equals(worker);
  }
}
