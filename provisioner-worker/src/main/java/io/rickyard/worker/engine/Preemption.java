package io.rickyard.worker.engine;

import io.rickyard.contracts.task.TaskQueue;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes room for critical and normal work when no slot is free: as many batch tasks as could be
 * replaced are asked to go back at their next declared point. The cheapest are asked first: those
 * with the fewest steps to that point and, of these, the one claimed last. What is no longer needed
 * is no longer asked for.
 */
final class Preemption {

  private final Agenda agenda;
  private final FlowGate gate;
  private final Supplier<Collection<Execution>> executions;

  Preemption(Agenda agenda, FlowGate gate, Supplier<Collection<Execution>> executions) {
    this.agenda = agenda;
    this.gate = gate;
    this.executions = executions;
  }

  /** Asks, or takes back what was asked. */
  void look() {
    List<Execution> batch =
        executions.get().stream()
            .filter(execution -> execution.claim().task().queue() == TaskQueue.BATCH)
            .toList();
    if (batch.isEmpty()) {
      return;
    }
    int wanted = 0;
    for (TaskQueue queue : agenda.pressing()) {
      wanted += gate.startable(queue, batch.size());
    }
    ask(batch, wanted);
  }

  private static void ask(List<Execution> batch, int wanted) {
    var cheapest =
        batch.stream()
            .filter(execution -> execution.yieldPoints().distance().isPresent())
            .sorted(
                Comparator.<Execution>comparingInt(
                        execution -> execution.yieldPoints().isAsked() ? 0 : 1)
                    .thenComparingInt(
                        execution -> execution.yieldPoints().distance().orElse(Integer.MAX_VALUE))
                    .thenComparing(
                        execution -> execution.claim().token(), Comparator.reverseOrder()))
            .toList();
    for (int place = 0; place < cheapest.size(); place++) {
      cheapest.get(place).yieldPoints().ask(place < wanted);
    }
  }
}
