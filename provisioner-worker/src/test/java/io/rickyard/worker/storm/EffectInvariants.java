package io.rickyard.worker.storm;

import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.worker.storm.Chronicle.Entry;
import io.rickyard.worker.storm.Chronicle.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What handlers did, where it counts: two are at one resource at once, or one is sent away from it,
 * only where the older one's worker was lost; and what is told as done was done.
 */
final class EffectInvariants {

  private final List<Visit> visits;
  private final Histories histories;
  private final Findings findings = new Findings();
  private final Set<Long> tokensOfLost = new HashSet<>();

  private EffectInvariants(
      List<Visit> visits, Histories histories, List<Entry> chronicle, Set<String> lost) {
    this.visits = visits;
    this.histories = histories;
    chronicle.stream()
        .filter(entry -> entry.what() == What.CLAIMED && lost.contains(entry.worker()))
        .forEach(entry -> tokensOfLost.add(entry.token()));
  }

  /**
   * Looks at all that was done.
   *
   * @param lost the names under which workers lost their lease
   */
  static Findings of(
      List<Visit> visits,
      Histories histories,
      List<Entry> chronicle,
      Set<String> lost,
      Model model) {
    var invariants = new EffectInvariants(visits, histories, chronicle, lost);
    invariants.oneAtATime();
    model.tasks().forEach(invariants::isDoneAsTold);
    return invariants.findings;
  }

  private void oneAtATime() {
    Map<String, List<Visit>> byResource = new HashMap<>();
    for (Visit visit : visits) {
      findings.require(
          !visit.refused || isLost(visit), "%s, though its worker was not lost", visit);
      var others = byResource.computeIfAbsent(visit.task.resource(), _ -> new ArrayList<>());
      for (Visit other : others) {
        Visit older = visit.token < other.token ? visit : other;
        findings.require(
            visit.token == other.token || !visit.overlaps(other) || isLost(older),
            "at once on %s: %s and %s",
            visit.task.resource(),
            other,
            visit);
      }
      others.add(visit);
    }
  }

  /**
   * Whether its worker was lost while it was there. Of one that was ended by force before, and only
   * kept its lane, nobody tells that.
   */
  private boolean isLost(Visit visit) {
    int task = visit.task.number();
    boolean endedByForce = histories.count(task, TaskEvent.TaskCancelled.class) > 0;
    return histories.lost(task).contains(visit.attempt)
        || (endedByForce && tokensOfLost.contains(visit.token));
  }

  private void isDoneAsTold(TaskPlan task) {
    for (TaskEvent event : histories.of(task.number())) {
      if (event instanceof TaskEvent.StepCompleted completed && !completed.skipped()) {
        boolean done =
            visits.stream()
                .anyMatch(visit ->
                    visit.task.number() == task.number()
                        && visit.attempt == completed.attempt().value()
                        && visit.step == completed.step()
                        && visit.effects > 0
                        && !visit.refused
                        && !visit.undoing);
        findings.require(done, "task %d tells what was not done: %s", task.number(), completed);
      }
    }
  }
}
