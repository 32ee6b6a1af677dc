package io.rickyard.projector.kafka;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.messaging.SubscriptionStatus;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Transactions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two subscriptions: one for everything that has a status, so that a batch is one commit; one
 * for log lines, which must not hold status up.
 */
@Context
public final class Intake {

  /** The consumer whose offsets tell how far the status is. */
  public static final String STATUS = "status-projector";

  private static final String LOGS = "status-projector-logs";
  private static final int STATUS_BATCH = 1000;

  private final Subscription status;
  private final Subscription logs;

  Intake(
      KafkaSettings kafka,
      Transactions transactions,
      @Named("status") BatchHandler statusHandler,
      @Named("logs") BatchHandler logHandler,
      @Nullable @Property(name = "rickyard.projector.member") String member) {
    var offsets = new OffsetTable(transactions);
    status =
        Subscription.start(
            kafka,
            settings(
                member,
                SubscriptionSettings.of(
                        STATUS,
                        Topic.COMMANDS_CRITICAL,
                        Topic.COMMANDS_NORMAL,
                        Topic.COMMANDS_BATCH,
                        Topic.EVENTS,
                        Topic.ORGANIZATION_EVENTS)
                    .withMaximumBatch(STATUS_BATCH)),
            offsets,
            statusHandler);
    logs =
        Subscription.start(
            kafka,
            settings(member, SubscriptionSettings.of(LOGS, Topic.LOGS)),
            offsets,
            logHandler);
  }

  private static SubscriptionSettings settings(
      @Nullable String member, SubscriptionSettings settings) {
    return member == null ? settings : settings.withMember(settings.consumer() + "-" + member);
  }

  /** How the subscriptions fare, by consumer. */
  public Map<String, SubscriptionStatus> statuses() {
    return Map.of(STATUS, status.status(), LOGS, logs.status());
  }

  @PreDestroy
  void close() {
    status.close();
    logs.close();
  }
}
