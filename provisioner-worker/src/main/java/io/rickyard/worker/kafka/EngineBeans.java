package io.rickyard.worker.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.MessageVerifier;
import io.rickyard.messaging.Publisher;
import io.rickyard.messaging.SigningKeys;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.NamedSettings;
import io.rickyard.service.trace.TracedMessages;
import io.rickyard.service.trace.Tracing;
import io.rickyard.worker.engine.Engine;
import io.rickyard.worker.engine.EngineSettings;
import io.rickyard.worker.engine.Handlers;
import io.rickyard.worker.engine.Meters;
import io.rickyard.worker.engine.Traces;
import io.rickyard.worker.extension.Extensions;
import io.rickyard.worker.extension.TaskExtension;
import io.rickyard.worker.task.RightsCheck;
import io.rickyard.worker.task.TaskHandler;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Puts the engine between its topics. Beans are closed in the reverse order: first nothing comes in
 * any more, then the engine hands back what runs, then the outbox sends the rest.
 */
@Factory
final class EngineBeans {

  private static final String CONSUMER = "provisioner-worker";

  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Singleton
  Transactions transactions(DataSource dataSource) {
    return new Transactions(dataSource);
  }

  @Singleton
  @Bean(preDestroy = "close")
  Publisher publisher(KafkaSettings kafka) {
    return KafkaPublisher.open(kafka);
  }

  /** Starts with the service, since a former process may have left something to send. */
  @Context
  @Bean(preDestroy = "close")
  Outbox outbox(Transactions transactions, Publisher publisher) {
    return Outbox.start(transactions, publisher, OutboxSettings.of(CONSUMER));
  }

  @Singleton
  EngineSettings settings(
      @Nullable @Property(name = "rickyard.worker.critical-slots") Integer critical,
      @Nullable @Property(name = "rickyard.worker.shared-slots") Integer shared,
      @Nullable @Property(name = "rickyard.worker.lease") Duration lease,
      @Nullable @Property(name = "rickyard.worker.grace") Duration grace,
      @Nullable @Property(name = "rickyard.worker.cancel-patience") Duration patience,
      @Nullable @Property(name = "rickyard.worker.gap-patience") Duration gap,
      @Nullable @Property(name = "rickyard.retention.ended-ids") Duration remembered,
      Environment environment) {
    var usual = EngineSettings.usual();
    return new EngineSettings(
        critical == null ? usual.criticalSlots() : critical,
        shared == null ? usual.sharedSlots() : shared,
        lease == null ? usual.lease() : lease,
        grace == null ? usual.grace() : grace,
        patience == null ? usual.cancelPatience() : patience,
        gap == null ? usual.gapPatience() : gap,
        usual.linger(),
        usual.logLinger(),
        remembered == null ? usual.remembered() : remembered,
        NamedSettings.under(environment, "rickyard.worker.labels"));
  }

  @Context
  @Bean(preDestroy = "close")
  Engine engine(
      DataSource dataSource,
      Outbox outbox,
      List<TaskHandler> handlers,
      Extensions extensions,
      @Nullable RightsCheck rights,
      EngineSettings settings,
      Clock clock,
      Meters meters,
      Traces traces) {
    // Without a projection of memberships, acceptance has had the last word.
    RightsCheck check = rights == null ? (_, _, _, _) -> false : rights;
    List<TaskHandler> all = new ArrayList<>(handlers);
    all.addAll(extensions.handlers());
    return Engine.start(
        dataSource, outbox, new Handlers(all), check, settings, clock, meters, traces);
  }

  @Singleton
  Extensions extensions(List<TaskExtension<?>> classes) {
    return Extensions.of(classes);
  }

  /** What is announced is run: the announcer starts after the engine. */
  @Context
  @Bean(preDestroy = "close")
  TypeAnnouncer announcer(Engine engine, Publisher publisher, Extensions extensions, Clock clock) {
    return TypeAnnouncer.start(publisher, extensions.announcements(), clock);
  }

  @Context
  @Bean(preDestroy = "close")
  Subscription commands(
      KafkaSettings kafka,
      Transactions transactions,
      Engine engine,
      Environment environment,
      Tracing tracing,
      @Nullable @Property(name = "rickyard.worker.member") String member) {
    var settings =
        SubscriptionSettings.of(
                CONSUMER, Topic.COMMANDS_CRITICAL, Topic.COMMANDS_NORMAL, Topic.COMMANDS_BATCH)
            .withVerifier(
                new MessageVerifier(
                    SigningKeys.read(NamedSettings.under(environment, "rickyard.signing.keys"))));
    return Subscription.start(
        kafka,
        member == null ? settings : settings.withMember(member),
        new OffsetTable(transactions),
        TracedMessages.around(new CommandHandler(engine.intake()), CONSUMER, tracing));
  }
}
