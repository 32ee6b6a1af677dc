package io.rickyard.projector.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Transactions;
import io.rickyard.projector.query.Sight;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Projects events: everything in a batch is folded in memory and stored with one statement per
 * table, then the event log is told. Tasks come before organizations and these before stacks, and
 * each by its id, so that transactions seldom wait for one another.
 */
@Singleton
@Named("status")
public final class StatusWriter implements BatchHandler {

  private final Transactions transactions;
  private final BatchFold fold;
  private final TaskTable tasks;
  private final OrganizationTable organizations;
  private final StackTable stacks;
  private final Journal journal;

  StatusWriter(
      Transactions transactions,
      BatchFold fold,
      TaskTable tasks,
      OrganizationTable organizations,
      StackTable stacks,
      Journal journal) {
    this.transactions = transactions;
    this.fold = fold;
    this.tasks = tasks;
    this.organizations = organizations;
    this.stacks = stacks;
    this.journal = journal;
  }

  private static final class Batch {
    private final SortedMap<String, List<Envelope<?>>> tasks = new TreeMap<>();
    private final SortedMap<String, List<Envelope<?>>> organizations = new TreeMap<>();
    private final SortedMap<String, List<Envelope<?>>> stacks = new TreeMap<>();

    void add(Envelope<?> message) {
      switch (message.body()) {
        case TaskEvents events -> add(tasks, events.taskId().toString(), message);
        case OrganizationEvents events ->
            add(organizations, events.organizationId().value(), message);
        case StackEvents events -> add(stacks, events.projectRef().value(), message);
        default -> {
          // Other topics' messages do not come here.
        }
      }
    }

    private static void add(
        SortedMap<String, List<Envelope<?>>> messages, String entity, Envelope<?> message) {
      messages.computeIfAbsent(entity, _ -> new ArrayList<>()).add(message);
    }
  }

  @Override
  public void handle(Transaction transaction, List<Received> received) throws SQLException {
    var batch = new Batch();
    received.forEach(message -> batch.add(message.envelope()));
    write(transaction, batch);
    journal.reached(transaction, received);
  }

  /**
   * Tries parked entities again, those that wait longest first; for what was overlooked because two
   * instances worked at the same time, and for what a newer version understands.
   */
  public void replayParked(int limit) {
    transactions.run(transaction -> {
      var waiting = fold.waiting(transaction.connection(), limit);
      var batch = new Batch();
      waiting
          .getOrDefault(tasks.kind(), Set.of())
          .forEach(entity -> batch.tasks.put(entity, List.of()));
      waiting
          .getOrDefault(organizations.kind(), Set.of())
          .forEach(entity -> batch.organizations.put(entity, List.of()));
      waiting
          .getOrDefault(stacks.kind(), Set.of())
          .forEach(entity -> batch.stacks.put(entity, List.of()));
      write(transaction, batch);
    });
  }

  private void write(Transaction transaction, Batch batch) throws SQLException {
    Connection connection = transaction.connection();
    Sight.everything(connection);
    List<LogEntry> entries = new ArrayList<>();
    entries.addAll(fold.apply(connection, tasks, batch.tasks, Map.of()));
    entries.addAll(fold.apply(connection, organizations, batch.organizations, Map.of()));
    entries.addAll(fold.apply(connection, stacks, batch.stacks, Map.of()));
    journal.append(transaction, entries);
  }
}
