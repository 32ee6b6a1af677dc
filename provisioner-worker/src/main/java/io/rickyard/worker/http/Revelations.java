package io.rickyard.worker.http;

import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.identity.Caller;
import io.rickyard.worker.stack.StackRecord;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/**
 * Writes down who was shown a project's secrets; an answer is given only after that is committed.
 */
@Singleton
class Revelations {

  private final Transactions transactions;
  private final Outbox outbox;
  private final Clock clock;

  Revelations(Transactions transactions, Outbox outbox, Clock clock) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.clock = clock;
  }

  void record(Caller caller, StackRecord stack, String action) {
    var now = clock.instant();
    var body = new AuditRecord(now, action, stack.project().value(), "done", null, null);
    var envelope =
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            stack.project().value(),
            Version.NONE,
            now,
            stack.organization(),
            stack.project(),
            null,
            new CorrelationId("reveal:" + stack.project()),
            null,
            caller.actor(),
            null,
            body);
    transactions.run(transaction ->
        outbox.write(transaction, List.of(MessageCodec.encode(Topic.AUDIT, envelope))));
  }
}
