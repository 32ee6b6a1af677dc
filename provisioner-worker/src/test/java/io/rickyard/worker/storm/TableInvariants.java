package io.rickyard.worker.storm;

import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.worker.storm.Tables.Later;
import io.rickyard.worker.storm.Tables.Running;
import io.rickyard.worker.storm.Tables.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds of the tables after every commit, whatever is under way. */
final class TableInvariants {

  private final Tables tables;
  private final Findings findings = new Findings();
  private final Map<Integer, List<String>> places = new HashMap<>();

  private TableInvariants(Tables tables) {
    this.tables = tables;
    tables.ready().forEach(task -> place(task, "ready"));
    tables.waiting().forEach(row -> place(row.task(), "waiting"));
    tables.later().forEach(row -> place(row.task(), row.joins() ? "joining" : "later"));
    tables.running().forEach(row -> place(row.task(), "running"));
    tables.held().keySet().forEach(task -> place(task, "held"));
  }

  private void place(int task, String table) {
    places.computeIfAbsent(task, _ -> new ArrayList<>()).add(table);
  }

  static Findings of(Tables tables, Model model) {
    var invariants = new TableInvariants(tables);
    invariants.everyTaskStandsInOnePlace(model);
    invariants.laneHasTheOneHolderThatItsTasksSay();
    invariants.countsSayWhatRuns(model);
    invariants.nothingIsLeftOfWhatEnded();
    return invariants.findings;
  }

  private void everyTaskStandsInOnePlace(Model model) {
    Set<Integer> known = new HashSet<>(tables.tasks().keySet());
    known.addAll(places.keySet());
    for (int task : known) {
      List<String> where = places.getOrDefault(task, List.of());
      findings.require(
          tables.tasks().containsKey(task) && where.size() == 1,
          "task %d stands in %s",
          task,
          where);
    }
    for (TaskPlan task : model.tasks()) {
      int number = task.number();
      findings.require(
          tables.tasks().containsKey(number) != tables.ended().containsKey(number),
          "task %d was accepted, and is neither there nor over, or both",
          number);
    }
  }

  private void laneHasTheOneHolderThatItsTasksSay() {
    Set<String> line = new HashSet<>();
    for (Waiting row : tables.waiting()) {
      if (!row.early()) {
        line.add(row.lane());
      }
    }
    for (String lane : line) {
      findings.require(
          tables.lanes().get(lane) != null, "nobody holds %s, and somebody waits in it", lane);
    }
    tables
        .tasks()
        .forEach((task, lane) -> {
          String where = places.getOrDefault(task, List.of("")).getFirst();
          if (lane != null && !where.equals("waiting") && !where.equals("joining")) {
            findings.require(
                Integer.valueOf(task).equals(tables.lanes().get(lane)),
                "task %d is %s, but %s holds %s",
                task,
                where,
                tables.lanes().get(lane),
                lane);
          }
        });
    tables
        .lanes()
        .forEach((lane, holder) -> {
          if (holder != null && !tables.tasks().containsKey(holder)) {
            var notice = tables.notices().get(holder);
            findings.require(
                notice != null && lane.equals(notice.lane()),
                "task %d is over and nobody has to hear of it, but it holds %s",
                holder,
                lane);
          }
        });
  }

  private void countsSayWhatRuns(Model model) {
    var rules = model.rules(tables.rules());
    Set<String> scopes = new HashSet<>(tables.tallies().keySet());
    scopes.addAll(tables.recounted().keySet());
    for (String scope : scopes) {
      long counted = tables.tallies().getOrDefault(scope, 0L);
      long running =
          rules.isCounted(FlowScope.parse(scope)) ? tables.recounted().getOrDefault(scope, 0L) : 0;
      findings.require(
          counted == running, "%d tasks of %s run, and %d are counted", running, scope, counted);
    }
  }

  private void nothingIsLeftOfWhatEnded() {
    Set<Integer> alive = tables.tasks().keySet();
    tables
        .deadlines()
        .forEach(row ->
            findings.require(
                alive.contains(row.task()), "task %d is over and has a deadline", row.task()));
    for (int task : tables.tombstones()) {
      findings.require(
          !alive.contains(task) && !tables.ended().containsKey(task),
          "task %d has come and has a tombstone",
          task);
    }
  }

  /** What holds besides when everything has ended. */
  static Findings atTheEnd(Tables tables) {
    var findings = new Findings();
    findings.require(tables.tasks().isEmpty(), "tasks are left: %s", tables.tasks().keySet());
    findings.require(tables.ready().isEmpty(), "ready are left: %s", tables.ready());
    findings.require(
        tables.running().isEmpty(),
        "running are left: %s",
        tables.running().stream().map(Running::task).toList());
    findings.require(
        tables.later().isEmpty(),
        "later are left: %s",
        tables.later().stream().map(Later::task).toList());
    findings.require(
        tables.waiting().isEmpty(),
        "waiting are left: %s",
        tables.waiting().stream().map(Waiting::task).toList());
    findings.require(tables.held().isEmpty(), "held are left: %s", tables.held());
    findings.require(tables.deadlines().isEmpty(), "deadlines are left: %s", tables.deadlines());
    findings.require(tables.notices().isEmpty(), "notices are left: %s", tables.notices());
    findings.require(tables.tallies().isEmpty(), "counts are left: %s", tables.tallies());
    findings.require(tables.flows().isEmpty(), "flows are left: %s", tables.flows());
    findings.require(tables.workers().isEmpty(), "workers are left: %s", tables.workers());
    tables
        .lanes()
        .forEach((lane, holder) ->
            findings.require(holder == null, "task %s still holds %s", holder, lane));
    return findings;
  }
}
