package io.rickyard.service.meter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionStatus;
import io.rickyard.messaging.SubscriptionStatus.State;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Shows how consumers fare. They count by themselves; here is only read, when somebody looks. */
@Singleton
public final class ConsumerMeters implements BeanCreatedEventListener<Subscription> {

  private static final String CONSUMER = "consumer";

  private final BeanProvider<MeterRegistry> registry;

  ConsumerMeters(BeanProvider<MeterRegistry> registry) {
    this.registry = registry;
  }

  @Override
  public Subscription onCreated(BeanCreatedEvent<Subscription> event) {
    watch(event.getBean());
    return event.getBean();
  }

  /** Shows a subscription that is no bean itself. */
  public void watch(Subscription subscription) {
    count(subscription, "messages", "messages whose effect is committed", s -> s.handled());
    count(subscription, "dead.letters", "messages given up", s -> s.deadLettered());
    count(subscription, "ignored", "messages of an unknown type", s -> s.ignored());
    count(subscription, "retries", "waits because something was away", s -> s.retries());
    Gauge.builder("rickyard.consumer.running", subscription, ConsumerMeters::running)
        .description("1 while it reads and applies, else 0")
        .tag(CONSUMER, subscription.consumer())
        .register(registry.get());
    for (Topic topic : subscription.topics()) {
      Gauge.builder(
              "rickyard.consumer.lag.messages",
              subscription,
              s -> s.status().lag().getOrDefault(topic, 0L))
          .description("messages that it has still to fetch")
          .tag(CONSUMER, subscription.consumer())
          .tag("topic", topic.topicName())
          .register(registry.get());
    }
  }

  private void count(
      Subscription subscription,
      String what,
      String description,
      ToDoubleFunction<SubscriptionStatus> number) {
    FunctionCounter.builder(
            "rickyard.consumer." + what, subscription, s -> number.applyAsDouble(s.status()))
        .description(description)
        .tag(CONSUMER, subscription.consumer())
        .register(registry.get());
  }

  private static double running(Subscription subscription) {
    return subscription.status().state() == State.RUNNING ? 1 : 0;
  }
}
