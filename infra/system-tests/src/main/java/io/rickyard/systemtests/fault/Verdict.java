package io.rickyard.systemtests.fault;

import io.rickyard.contracts.task.TaskStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether what has to hold has held:
 *
 * <ol>
 *   <li>Every acknowledged task ended exactly once, in one of the ends that its kind allows, and
 *       nothing is left of it in the engine.
 *   <li>No attempt was told of after its worker had lost it.
 *   <li>The status tables equal the fold of the event topic, and the event log tells each end once,
 *       in an order without gaps.
 *   <li>The client that came back with the last id it saw was told of each end once, or to start
 *       over from a snapshot in which the task did not live any more.
 *   <li>An idempotency key made one task, however often it was shown.
 * </ol>
 */
final class Verdict {

  private final List<String> broken = new ArrayList<>();

  /** Looks at everything. */
  static List<String> on(
      Collection<Accepted> accepted, StatusTables tables, EventFold fold, EventWatch watch)
      throws SQLException {
    var verdict = new Verdict();
    verdict.broken.addAll(fold.broken());
    verdict.broken.addAll(tables.broken());
    Map<UUID, List<Long>> ends = tables.ends();
    verdict.ends(accepted, tables.tasks(), ends);
    verdict.folds(tables.tasks(), fold);
    Map<UUID, Long> told = new HashMap<>();
    accepted.forEach(
        task -> ends.getOrDefault(task.id(), List.of()).forEach(at -> told.put(task.id(), at)));
    verdict.broken.addAll(watch.missed(told));
    return verdict.broken;
  }

  private void ends(
      Collection<Accepted> accepted,
      Map<UUID, StatusTables.Row> tasks,
      Map<UUID, List<Long>> ends) {
    for (Accepted task : accepted) {
      var row = tasks.get(task.id());
      if (row == null) {
        broken.add(task + " was acknowledged and is not there");
      } else if (!TaskStatus.named(row.state()).ended()) {
        broken.add(task + " did not end: " + row);
      } else if (!task.kind().mayEnd(TaskStatus.named(row.state()))) {
        broken.add(task + " came to the wrong end: " + row);
      }
      int told = ends.getOrDefault(task.id(), List.of()).size();
      if (told != 1) {
        broken.add(task + " has " + told + " ends in the event log");
      }
    }
  }

  private void folds(Map<UUID, StatusTables.Row> tasks, EventFold fold) {
    tasks.forEach((task, row) -> {
      var folded = fold.of(task);
      if (folded == null
          || !folded.state().equals(row.state())
          || folded.version() != row.version()
          || !same(folded.endedAt(), row.endedAt())) {
        broken.add("task %s is %s, and its events say %s".formatted(task, row, folded));
      }
    });
  }

  /** The database keeps microseconds. */
  private static boolean same(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return Objects.equals(one, other);
    }
    return Duration.between(one, other).abs().compareTo(Duration.ofNanos(1_000)) <= 0;
  }
}
