package io.rickyard.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionTest {

  private static final Reason EARLY = new Reason("early", "The cancel came first");
  private static final Reason WHY = new Reason("why", "Because");
  private static final TaskId ID = TaskId.next();

  private static final TaskCommand SUBMIT =
      new SubmitTask(
          ID,
          TaskQueue.NORMAL,
          new TaskInput.StackPause(),
          Map.of(),
          Map.of(),
          null,
          null,
          TaskOptions.USUAL,
          Instant.EPOCH);
  private static final TaskCommand CANCEL = new CancelTask(ID, WHY, false);
  private static final TaskCommand FORCE = new CancelTask(ID, WHY, true);

  record Cell(TaskState state, TaskCommand command, Decision decision) {}

  static Stream<Cell> table() {
    var unchanged = new Decision.Unchanged();
    var cancel = new Decision.Cancel(WHY);
    var request = new Decision.RequestCancel(WHY, false);
    var force = new Decision.RequestCancel(WHY, true);
    var tombstone = new TaskState.Tombstone(EARLY);
    var left = new Decision.LeaveTombstone(WHY);
    var asked = new TaskState.Running(true);
    var running = new TaskState.Running(false);
    Stream<Cell> living =
        Stream.of(
                row(new TaskState.Absent(), new Decision.Take(), left, left),
                row(tombstone, new Decision.TakeCancelled(EARLY), unchanged, unchanged),
                row(new TaskState.Scheduled(), unchanged, cancel, cancel),
                row(new TaskState.Queued(), unchanged, cancel, cancel),
                row(new TaskState.Retrying(), unchanged, cancel, cancel),
                row(new TaskState.Held(false), unchanged, cancel, cancel),
                row(new TaskState.Held(true), unchanged, cancel, cancel),
                row(running, unchanged, request, force),
                row(asked, unchanged, unchanged, force))
            .flatMap(List::stream);
    Stream<Cell> ended =
        Arrays.stream(TaskStatus.values())
            .filter(TaskStatus::ended)
            .flatMap(
                end -> row(new TaskState.Ended(end), unchanged, unchanged, unchanged).stream());
    return Stream.concat(living, ended);
  }

  private static List<Cell> row(TaskState state, Decision submit, Decision cancel, Decision force) {
    return List.of(
        new Cell(state, SUBMIT, submit),
        new Cell(state, CANCEL, cancel),
        new Cell(state, FORCE, force));
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyStateAnswersEveryCommand(Cell cell) {
    // when
    var decision = Decision.decide(cell.state(), cell.command());

    // then
    assertThat(decision).isEqualTo(cell.decision());
  }

  @Test
  void theTableMissesNoPair() {
    // given
    Set<List<Class<?>>> covered = new HashSet<>();
    table()
        .forEach(cell -> covered.add(List.of(cell.state().getClass(), cell.command().getClass())));

    // when
    Set<List<Class<?>>> all = new HashSet<>();
    for (Class<?> state : TaskState.class.getPermittedSubclasses()) {
      for (Class<?> command : TaskCommand.class.getPermittedSubclasses()) {
        all.add(List.of(state, command));
      }
    }

    // then
    assertThat(covered).isEqualTo(all);
  }
}
