package io.rickyard.worker.engine;

import io.rickyard.worker.flow.Allowance;
import io.rickyard.worker.queue.TallyTable;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The counts within one transaction, locked and read when the first task is concerned that is
 * counted. To be used after the queues were locked.
 */
final class Counting {

  private final Connection connection;
  private final FlowGate.View view;
  private @Nullable Allowance allowance;

  Counting(Connection connection, FlowGate.View view) {
    this.connection = connection;
    this.view = view;
  }

  /** Takes tasks out of the counts that do not run any more. */
  void ended(Collection<AcceptedTask> tasks) throws SQLException {
    for (AcceptedTask task : tasks) {
      if (!view.rules().countedScopes(task.queue(), task.organization(), task.type()).isEmpty()) {
        allowance().ended(task.queue(), task.organization(), task.type());
      }
    }
  }

  /** What may start. */
  Allowance allowance() throws SQLException {
    Allowance current = allowance;
    if (current == null) {
      current =
          new Allowance(
              view.rules(),
              view.rules().count() ? TallyTable.lock(connection) : Map.of(),
              view.now());
      allowance = current;
    }
    return current;
  }

  /** The counts, where they were needed. */
  Optional<Allowance> used() {
    return Optional.ofNullable(allowance);
  }

  /** Writes what has changed; true when others may start something now that they could not. */
  boolean save() throws SQLException {
    Allowance counts = allowance;
    if (counts == null) {
      return false;
    }
    TallyTable.save(connection, counts.changes());
    return counts.madeRoom();
  }
}
