package io.rickyard.service.meter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxRest;
import io.rickyard.persistence.OutboxStatus;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Shows how a service's outbox fares, and what is left in its table. */
@Singleton
final class OutboxMeters implements BeanCreatedEventListener<Outbox> {

  private final BeanProvider<MeterRegistry> registry;

  OutboxMeters(BeanProvider<MeterRegistry> registry) {
    this.registry = registry;
  }

  @Override
  public Outbox onCreated(BeanCreatedEvent<Outbox> event) {
    Outbox outbox = event.getBean();
    count(outbox, "published.commits", "commits that the brokers have", OutboxStatus::published);
    count(outbox, "relayed.commits", "commits found in the table", OutboxStatus::relayed);
    count(outbox, "retries", "times that messages were sent again", OutboxStatus::retries);
    var rest = new Glance<OutboxRest>("outbox", outbox::rest);
    Gauge.builder("rickyard.outbox.waiting.rows", rest, OutboxMeters::rows)
        .description("rows in the table, counted up to " + OutboxRest.MOST)
        .strongReference(true)
        .register(registry.get());
    TimeGauge.builder("rickyard.outbox.oldest.age", rest, TimeUnit.SECONDS, OutboxMeters::age)
        .description("how long the oldest row has been waiting")
        .strongReference(true)
        .register(registry.get());
    return outbox;
  }

  private void count(
      Outbox outbox, String what, String description, ToDoubleFunction<OutboxStatus> number) {
    FunctionCounter.builder(
            "rickyard.outbox." + what, outbox, o -> number.applyAsDouble(o.status()))
        .description(description)
        .register(registry.get());
  }

  private static double rows(Glance<OutboxRest> rest) {
    var now = rest.now();
    return now == null ? Double.NaN : now.rows();
  }

  private static double age(Glance<OutboxRest> rest) {
    var now = rest.now();
    return now == null ? Double.NaN : now.oldest().toMillis() / 1000.0;
  }
}
