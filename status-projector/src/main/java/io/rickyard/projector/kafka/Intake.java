package io.rickyard.projector.kafka;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Linger;
import io.rickyard.messaging.MessageVerifier;
import io.rickyard.messaging.SigningKeys;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.messaging.SubscriptionStatus;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.NamedSettings;
import io.rickyard.service.meter.ConsumerMeters;
import io.rickyard.service.trace.TracedBatches;
import io.rickyard.service.trace.Tracing;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The three subscriptions: one for everything that has a status, so that a batch is one commit; one
 * for log lines, which must not hold status up; and one for commands. These linger: nearly always a
 * worker tells of a task sooner, and then there is nothing to write. Many linger for longer, since
 * a busy worker tells later, and writing twice would make everything later still; but always for
 * less than the second that a query waits at most. A command that nobody signed was accepted by
 * nobody, so it shows nowhere.
 */
@Context
public final class Intake {

  private static final String STATUS = "status-projector";
  private static final String COMMANDS = "status-projector-commands";
  private static final String LOGS = "status-projector-logs";
  private static final int STATUS_BATCH = 1000;
  private static final int COMMAND_BATCH = 4000;
  private static final Linger COMMAND_LINGER =
      new Linger(Duration.ofMillis(200), Duration.ofMillis(750), 50);

  private final Subscription status;
  private final Subscription commands;
  private final Subscription logs;

  Intake(
      KafkaSettings kafka,
      Transactions transactions,
      @Named("status") BatchHandler statusHandler,
      @Named("accepted") BatchHandler commandHandler,
      @Named("logs") BatchHandler logHandler,
      Environment environment,
      ConsumerMeters meters,
      Tracing tracing,
      @Nullable @Property(name = "rickyard.projector.member") String member) {
    var offsets = new OffsetTable(transactions);
    status =
        Subscription.start(
            kafka,
            settings(
                member,
                SubscriptionSettings.of(STATUS, Topic.EVENTS, Topic.ORGANIZATION_EVENTS)
                    .withMaximumBatch(STATUS_BATCH)),
            offsets,
            TracedBatches.around(statusHandler, STATUS, tracing));
    commands =
        Subscription.start(
            kafka,
            settings(
                member,
                SubscriptionSettings.of(
                        COMMANDS,
                        Topic.COMMANDS_CRITICAL,
                        Topic.COMMANDS_NORMAL,
                        Topic.COMMANDS_BATCH)
                    .withMaximumBatch(COMMAND_BATCH)
                    .withLinger(COMMAND_LINGER)
                    .withVerifier(
                        new MessageVerifier(
                            SigningKeys.read(
                                NamedSettings.under(environment, "rickyard.signing.keys"))))),
            offsets,
            TracedBatches.around(commandHandler, COMMANDS, tracing));
    logs =
        Subscription.start(
            kafka,
            settings(member, SubscriptionSettings.of(LOGS, Topic.LOGS)),
            offsets,
            logHandler);
    meters.watch(status);
    meters.watch(commands);
    meters.watch(logs);
  }

  private static SubscriptionSettings settings(
      @Nullable String member, SubscriptionSettings settings) {
    return member == null ? settings : settings.withMember(settings.consumer() + "-" + member);
  }

  /** The consumer whose offsets tell how far a topic is projected. */
  public static String consumer(Topic topic) {
    return switch (topic) {
      case COMMANDS_CRITICAL, COMMANDS_NORMAL, COMMANDS_BATCH -> COMMANDS;
      case LOGS -> LOGS;
      case EVENTS, ORGANIZATION_EVENTS, IDENTITY_EVENTS, AUDIT, TASK_TYPES -> STATUS;
    };
  }

  /** How the subscriptions fare, by consumer. */
  public Map<String, SubscriptionStatus> statuses() {
    return Map.of(STATUS, status.status(), COMMANDS, commands.status(), LOGS, logs.status());
  }

  @PreDestroy
  void close() {
    status.close();
    commands.close();
    logs.close();
  }
}
