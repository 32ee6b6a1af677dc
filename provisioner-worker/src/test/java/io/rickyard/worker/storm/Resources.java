package io.rickyard.worker.storm;

import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tasks work on: one resource per lane, and one of its own for each task without a lane. Each
 * keeps the highest token that it has seen and refuses a lower one; who was where is written down.
 */
final class Resources {

  /** A worker's process died; nothing of it goes on. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final List<Visit> visits = new ArrayList<>();
  private final Map<String, Long> highest = new HashMap<>();
  private long order;

  /** Comes to the task's resource. */
  synchronized Visit enter(
      TaskPlan task, TaskRun run, int step, boolean undoing, WorkerProcess process) {
    requireAlive(process);
    var visit =
        new Visit(task, run.attempt().value(), run.token(), step, undoing, process.number());
    visit.came = ++order;
    visits.add(visit);
    return visit;
  }

  /** Does something to the resource, unless it has seen a newer token. */
  synchronized void act(Visit visit, WorkerProcess process) throws TaskFailure {
    requireAlive(process);
    String resource = visit.task.resource();
    if (visit.token < highest.getOrDefault(resource, 0L)) {
      visit.refused = true;
      throw new TaskFailure(EndInvariants.FENCED, "A newer token was seen", true);
    }
    highest.put(resource, visit.token);
    visit.effects++;
  }

  synchronized void waits(Visit visit, boolean waits) {
    visit.waits = waits;
  }

  /** Goes away; what died went when it died. */
  synchronized void leave(Visit visit) {
    if (visit.went == 0) {
      visit.went = ++order;
    }
  }

  /** A process is no more, and with it whatever it was about to do. */
  synchronized void died(WorkerProcess process) {
    visits.stream()
        .filter(visit -> visit.process == process.number() && visit.went == 0)
        .forEach(visit -> visit.went = ++order);
  }

  private static void requireAlive(WorkerProcess process) {
    if (process.isDead()) {
      throw new Died();
    }
  }

  /** Who is there now. */
  synchronized List<Visit> present() {
    return visits.stream().filter(visit -> visit.went == 0).toList();
  }

  /** Everybody who ever was, in the order of coming. */
  synchronized List<Visit> all() {
    return List.copyOf(visits);
  }
}
