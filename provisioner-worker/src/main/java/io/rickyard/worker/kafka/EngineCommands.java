package io.rickyard.worker.kafka;

import io.micronaut.context.BeanProvider;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.bulk.TaskCommands;
import io.rickyard.worker.engine.Engine;
import io.rickyard.worker.queue.TaskTable;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskState;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Takes the commands of tasks into the engine that runs them. The engine is asked for when a task
 * runs, since it is made with its handlers.
 */
@Singleton
final class EngineCommands implements TaskCommands {

  private final BeanProvider<Engine> engine;
  private final Transactions transactions;
  private final Outbox outbox;

  EngineCommands(BeanProvider<Engine> engine, Transactions transactions, Outbox outbox) {
    this.engine = engine;
    this.transactions = transactions;
    this.outbox = outbox;
  }

  @Override
  public Map<TaskId, TaskState> take(List<? extends Envelope<? extends TaskCommand>> commands)
      throws TaskFailure {
    if (commands.isEmpty()) {
      return Map.of();
    }
    List<TaskId> ids = commands.stream().map(command -> command.body().taskId()).toList();
    try {
      return transactions.call(transaction -> {
        engine.get().intake().take(transaction, commands);
        return TaskTable.states(transaction.connection(), ids);
      });
    } catch (RetryableFailure e) {
      throw notNow(e);
    }
  }

  @Override
  public void record(Envelope<AuditRecord> deed) throws TaskFailure {
    try {
      transactions.run(transaction ->
          outbox.write(transaction, List.of(MessageCodec.encode(Topic.AUDIT, deed))));
    } catch (RetryableFailure e) {
      throw notNow(e);
    }
  }

  private static TaskFailure notNow(RetryableFailure cause) {
    return new TaskFailure(
        "queue_unavailable", "The task queue cannot take commands at the moment", true, cause);
  }
}
