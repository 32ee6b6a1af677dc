package io.rickyard.worker.stack.jdbc;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
      Generation generation) {
    transactions.run(transaction ->
        StackTable.insert(transaction.connection(), project, organization, profile, generation));
  }

  @Override
  public void append(
      ProjectRef project,
      Generation generation,
      Actor actor,
      Function<StackRecord, Optional<StackEvent>> decide) {
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
      var stack = after(row.get().stack(), generation, event.get());
      StackTable.update(transaction.connection(), stack, version);
      var envelope = envelope(stack, actor, version, event.get());
      outbox.write(transaction, List.of(MessageCodec.encode(Topic.EVENTS, envelope)));
    });
  }

  private static StackRecord after(StackRecord stack, Generation generation, StackEvent event) {
    var newer = generation.compareTo(stack.generation()) > 0 ? generation : stack.generation();
    var state = StackState.evolve(stack.state(), event);
    return new StackRecord(
        stack.project(),
        stack.organization(),
        stack.profile(),
        newer,
        state,
        stack.everActive() || state instanceof StackState.Active,
        endpoint(stack, event),
        stack.observedAt());
  }

  private static @Nullable DatabaseEndpoint endpoint(StackRecord stack, StackEvent event) {
    return event instanceof StackEvent.StackActivated activated
        ? activated.database()
        : stack.database();
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
    return transactions.call(transaction ->
        StackTable.find(transaction.connection(), project).map(StackTable.Row::stack));
  }

  @Override
  public List<StackRecord> all() {
    return transactions.call(transaction -> StackTable.all(transaction.connection()));
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
