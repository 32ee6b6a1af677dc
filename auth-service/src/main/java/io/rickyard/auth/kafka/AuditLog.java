package io.rickyard.auth.kafka;

import io.micronaut.context.annotation.Context;
import io.rickyard.auth.deed.AuditTrail;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Linger;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.meter.ConsumerMeters;
import jakarta.annotation.PreDestroy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes every service's audit records into the trail. They wait a little for company: nobody looks
 * at what happened within this quarter of a second, and one commit for each deed would make every
 * other commit wait for the disk longer.
 */
@Context
final class AuditLog {

  private static final String CONSUMER = "auth-service-audit";
  private static final Duration COMPANY = Duration.ofMillis(250);

  private final AuditTrail trail;
  private final Subscription subscription;

  AuditLog(
      KafkaSettings kafka, Transactions transactions, AuditTrail trail, ConsumerMeters meters) {
    this.trail = trail;
    this.subscription =
        Subscription.start(
            kafka,
            SubscriptionSettings.of(CONSUMER, Topic.AUDIT).withLinger(Linger.of(COMPANY)),
            new OffsetTable(transactions),
            this::store);
    meters.watch(subscription);
  }

  @PreDestroy
  void close() {
    subscription.close();
  }

  private void store(Transaction transaction, List<Received> batch) throws SQLException {
    List<Envelope<AuditRecord>> records = new ArrayList<>();
    for (var received : batch) {
      var envelope = received.envelope();
      if (envelope.body() instanceof AuditRecord record) {
        records.add(withBody(envelope, record));
      }
    }
    trail.append(transaction.connection(), records);
  }

  private static Envelope<AuditRecord> withBody(Envelope<?> envelope, AuditRecord record) {
    CorrelationId correlation = envelope.correlationId();
    return new Envelope<>(
        envelope.messageId(),
        envelope.type(),
        envelope.schemaVersion(),
        envelope.entity(),
        envelope.version(),
        envelope.time(),
        envelope.organization(),
        envelope.project(),
        envelope.generation(),
        correlation,
        envelope.causationId(),
        envelope.actor(),
        envelope.trace(),
        record);
  }
}
