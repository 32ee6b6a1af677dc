package io.rickyard.worker.storm;

import io.rickyard.worker.storm.Chronicle.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One at a time in a lane, in the order of the model, each with a higher token; one end for each
 * task, and nothing after it.
 */
final class LaneInvariants {

  private final Model model;
  private final Findings findings = new Findings();
  private final Map<Integer, Entry> holding = new HashMap<>();
  private final Map<String, Integer> holders = new HashMap<>();
  private final Map<String, Long> tokens = new HashMap<>();
  private final Map<String, Set<Integer>> begun = new HashMap<>();
  private final Set<Integer> ended = new HashSet<>();

  private LaneInvariants(Model model) {
    this.model = model;
  }

  static Findings of(List<Entry> chronicle, Model model) {
    var invariants = new LaneInvariants(model);
    chronicle.forEach(invariants::happened);
    return invariants.findings;
  }

  private void happened(Entry entry) {
    switch (entry.what()) {
      case CLAIMED, HELD -> claimed(entry);
      case LET_GO -> holding.remove(entry.task());
      case ENDED -> {
        findings.require(ended.add(entry.task()), "task %d ended twice", entry.task());
        holders.values().remove(entry.task());
      }
      case REGISTERED -> {
        // A worker is in no lane.
      }
    }
  }

  private void claimed(Entry entry) {
    int number = entry.task();
    TaskPlan task = model.task(number);
    findings.require(
        !ended.contains(number), "task %d was claimed after its end: %s", number, entry);
    Entry other = holding.put(number, entry);
    findings.require(other == null, "task %d was claimed twice: %s, %s", number, other, entry);
    String resource = task.resource();
    Integer holder = holders.put(resource, number);
    findings.require(
        holder == null || holder == number,
        "task %d got %s while %s had it: %s",
        number,
        resource,
        holder,
        entry);
    Long former = tokens.put(resource, entry.token());
    findings.require(
        former == null || former < entry.token(),
        "token %d follows %s on %s",
        entry.token(),
        former,
        resource);
    if (entry.isStart()) {
      begins(task, entry);
    }
  }

  private void begins(TaskPlan task, Entry entry) {
    int number = task.number();
    Long cancelled = model.cancels().get(number);
    findings.require(
        cancelled == null || entry.place() <= cancelled,
        "task %d began an attempt after it was cancelled (at %s): %s",
        number,
        cancelled,
        entry);
    String lane = task.lane();
    if (lane == null || !begun.computeIfAbsent(lane, _ -> new HashSet<>()).add(number)) {
      return;
    }
    var joined = model.lanes().get(lane);
    var own = joined == null ? null : joined.joined().get(number);
    findings.require(own != null, "task %d began and has no place in %s", number, lane);
    if (joined == null || own == null) {
      return;
    }
    joined
        .joined()
        .forEach((other, place) ->
            findings.require(
                !place.isBefore(own) || begunOrOver(lane, other),
                "task %d began before %d, which came first in %s",
                number,
                other,
                lane));
  }

  private boolean begunOrOver(String lane, int other) {
    return ended.contains(other) || begun.getOrDefault(lane, Set.of()).contains(other);
  }
}
