package io.rickyard.worker.stack.jdbc;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.stack.Repairs;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps stacks in the worker's schema; every change and its event commit together. */
final class JdbcStackLedger implements StackLedger {

  private final Transactions transactions;
  private final Outbox outbox;

  JdbcStackLedger(Transactions transactions, Outbox outbox) {
    this.transactions = transactions;
    this.outbox = outbox;
  }

  @Override
  public void open(
      ProjectRef project,
      OrganizationId organization,
      StackProfile profile,
      String runtime,
      Generation generation) {
    transactions.run(transaction ->
        StackTable.insert(
            transaction.connection(), project, organization, profile, runtime, generation));
  }

  @Override
  public boolean claim(ProjectRef project, Generation generation, long token) {
    return transactions.call(transaction ->
        StackTable.claim(transaction.connection(), project, generation, token, generation));
  }

  @Override
  public boolean claimInPart(ProjectRef project, Generation generation, long token) {
    return transactions.call(transaction ->
        StackTable.claim(transaction.connection(), project, generation, token, null));
  }

  @Override
  public void append(
      ProjectRef project, Actor actor, Function<StackRecord, Optional<StackEvent>> decide) {
    transactions.run(transaction -> {
      var row = StackTable.lock(transaction.connection(), project);
      if (row.isEmpty()) {
        return; // it was never opened here, so there is nothing to tell
      }
      var event = decide.apply(row.get().stack());
      if (event.isEmpty()) {
        return;
      }
      long version = row.get().version() + 1;
      var stack = row.get().stack().after(event.get());
      StackTable.update(transaction.connection(), stack, version);
      var envelope = envelope(stack, actor, version, event.get());
      outbox.write(transaction, List.of(MessageCodec.encode(Topic.EVENTS, envelope)));
    });
  }

  @Override
  public boolean resize(ProjectRef project, long token, StackSize size) {
    return transactions.call(
        transaction -> SizeColumns.resize(transaction.connection(), project, token, size));
  }

  @Override
  public boolean resizeBack(ProjectRef project, long token) {
    return transactions.call(
        transaction -> SizeColumns.resizeBack(transaction.connection(), project, token));
  }

  @Override
  public Repairs repairs(ProjectRef project) {
    return transactions.ask(connection -> RepairColumns.read(connection, project));
  }

  @Override
  public boolean repairing(ProjectRef project, long token, Instant at) {
    return transactions.call(
        transaction -> RepairColumns.add(transaction.connection(), project, token, at));
  }

  @Override
  public void repairsGivenUp(ProjectRef project, long token) {
    transactions.run(transaction -> RepairColumns.giveUp(transaction.connection(), project, token));
  }

  private static Envelope<StackEvents> envelope(
      StackRecord stack, Actor actor, long version, StackEvent event) {
    var events = new StackEvents(stack.project(), List.of(event));
    return new Envelope<>(
        MessageId.next(),
        events.messageType(),
        1,
        stack.project().value(),
        new Version(version),
        event.at(),
        stack.organization(),
        stack.project(),
        stack.generation(),
        new CorrelationId("stack:" + stack.project()),
        null,
        actor,
        null,
        events);
  }

  @Override
  public Optional<StackRecord> find(ProjectRef project) {
    return transactions.ask(
        connection -> StackTable.find(connection, project).map(StackTable.Row::stack));
  }

  @Override
  public List<StackRecord> all() {
    return transactions.ask(StackTable::all);
  }

  @Override
  public void observed(List<ProjectRef> projects, Instant at) {
    transactions.run(transaction -> {
      try (var statement = transaction.connection().createStatement()) {
        statement.execute("set local synchronous_commit = off");
      }
      StackTable.observed(transaction.connection(), projects, at);
    });
  }
}
