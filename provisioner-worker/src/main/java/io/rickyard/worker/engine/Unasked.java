package io.rickyard.worker.engine;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.messaging.Transaction;
import io.rickyard.worker.queue.ChildTable;
import io.rickyard.worker.queue.DeadlineTable;
import io.rickyard.worker.queue.DeadlineTable.Deadline;
import io.rickyard.worker.queue.LaterTable;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is decided about tasks without a command: because of time, or of what they are part of. */
final class Unasked {

  private static final int AT_ONCE = 500;

  private final Sheets sheets;
  private final SheetCommit commit;

  Unasked(Sheets sheets, SheetCommit commit) {
    this.sheets = sheets;
    this.commit = commit;
  }

  /** Does what is due about tasks that do not run; whether there may be more. */
  boolean meetDeadlines(Transaction transaction) throws SQLException {
    Connection connection = transaction.connection();
    List<Deadline> deadlines = DeadlineTable.due(connection, AT_ONCE);
    List<TaskId> joining = LaterTable.joining(connection, AT_ONCE);
    if (deadlines.isEmpty() && joining.isEmpty()) {
      return false;
    }
    Set<TaskId> idle = new HashSet<>(joining);
    deadlines.forEach(deadline -> idle.add(deadline.id()));
    Map<TaskId, AcceptedTask> tasks = TaskTable.load(connection, joining);
    Set<String> lanes = new HashSet<>();
    tasks.values().forEach(task -> lanes.add(Objects.requireNonNull(task.lane())));
    var opened =
        sheets.open(
            connection, new Sheets.Concern(Set.of(), idle, Map.of(), lanes, false, List.of()));
    var sheet = opened.sheet();
    for (Deadline deadline : deadlines) {
      switch (deadline.kind()) {
        case WAIT -> sheet.expire(deadline.id());
        case LEASE -> sheet.leaseOver(deadline.id());
        case BUDGET -> sheet.giveUp(deadline.id(), Errors.BUDGET_SPENT);
      }
    }
    joining.stream()
        .map(tasks::get)
        .filter(Objects::nonNull)
        .sorted(
            Comparator.comparing(
                    (AcceptedTask task) -> Objects.requireNonNull(task.submit().runAt()))
                .thenComparing(task -> task.id().value()))
        .forEach(sheet::due);
    DeadlineTable.met(connection, deadlines);
    commit.write(transaction, opened);
    return deadlines.size() == AT_ONCE || joining.size() == AT_ONCE;
  }

  /**
   * Asks those to stop whose parent was cancelled otherwise than by a command: by a newer task, or
   * while it ended by force.
   */
  void followParents(Transaction transaction) throws SQLException {
    Connection connection = transaction.connection();
    List<TaskId> orphans = ChildTable.orphans(connection, AT_ONCE);
    if (orphans.isEmpty()) {
      return;
    }
    var opened =
        sheets.open(
            connection,
            new Sheets.Concern(
                Set.of(), Set.copyOf(orphans), Map.of(), Set.of(), false, List.of()));
    var sheet = opened.sheet();
    Reason reason = Errors.PARENT_CANCELLED;
    orphans.forEach(id -> sheet.cancelKnown(new CancelTask(id, reason, false)));
    commit.write(transaction, opened);
  }
}
