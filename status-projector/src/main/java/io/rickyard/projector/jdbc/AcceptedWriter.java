package io.rickyard.projector.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import io.rickyard.projector.query.Sight;
import io.rickyard.projector.task.TaskIdentity;
import io.rickyard.projector.task.TaskProjection;
import io.rickyard.projector.task.TaskView;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Projects accepted tasks that no worker has told of yet, so that a promise can be looked up while
 * all workers are away. A task that is known already costs one look into an index.
 */
@Singleton
@Named("accepted")
public final class AcceptedWriter implements BatchHandler {

  private final BatchFold fold;
  private final TaskTable tasks;
  private final Journal journal;

  AcceptedWriter(BatchFold fold, TaskTable tasks, Journal journal) {
    this.fold = fold;
    this.tasks = tasks;
    this.journal = journal;
  }

  @Override
  public void handle(Transaction transaction, List<Received> received) throws SQLException {
    Map<String, TaskView> accepted = new HashMap<>();
    for (Received message : received) {
      Envelope<?> envelope = message.envelope();
      // A cancel shows once the worker says what it does about it.
      if (envelope.body() instanceof SubmitTask submit) {
        var identity =
            new TaskIdentity(
                submit.taskId(), envelope.organization(), envelope.project(), envelope.actor());
        accepted.putIfAbsent(submit.taskId().toString(), TaskProjection.accepted(identity, submit));
      }
    }
    Connection connection = transaction.connection();
    Sight.everything(connection);
    accepted.keySet().removeAll(tasks.known(connection, accepted.keySet()));
    SortedMap<String, List<Envelope<?>>> unknown = new TreeMap<>();
    accepted.keySet().forEach(task -> unknown.put(task, List.of()));
    journal.append(transaction, fold.apply(connection, tasks, unknown, accepted));
    journal.reached(transaction, received);
  }
}
