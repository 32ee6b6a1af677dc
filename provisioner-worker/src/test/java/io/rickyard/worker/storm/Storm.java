package io.rickyard.worker.storm;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sequence of operations. It is data: the same seed draws the same one, and a part of it is one
 * as well.
 *
 * @param tasks what may be submitted in it
 * @param operations in their order
 */
record Storm(List<TaskPlan> tasks, List<Operation> operations) {

  /** Copies. */
  Storm {
    tasks = List.copyOf(tasks);
    operations = List.copyOf(operations);
  }

  Storm with(List<Operation> others) {
    return new Storm(tasks, others);
  }

  TaskPlan task(int number) {
    return tasks.get(number - 1);
  }

  /** For people: what happens, line by line, and the tasks that are mentioned. */
  String describe() {
    Set<Integer> mentioned =
        operations.stream()
            .filter(Operation.Deliver.class::isInstance)
            .flatMap(deliver -> ((Operation.Deliver) deliver).commands().stream())
            .filter(Command.Submit.class::isInstance)
            .map(command -> ((Command.Submit) command).task())
            .collect(Collectors.toSet());
    return IntStream.range(0, operations.size())
            .mapToObj(line -> "  %3d  %s%n".formatted(line + 1, operations.get(line)))
            .collect(Collectors.joining())
        + "tasks%n".formatted()
        + tasks.stream()
            .filter(task -> mentioned.contains(task.number()))
            .map("  %s%n"::formatted)
            .collect(Collectors.joining());
  }
}
