package io.rickyard.projector.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.rickyard.persistence.Transactions;
import io.rickyard.projector.jdbc.EventLog;
import io.rickyard.projector.jdbc.ParkedTable;
import io.rickyard.service.meter.Glance;
import java.util.Collection;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Shows the head of the event log, and how many entities wait for what is missing. */
@Context
final class ProjectionMeters {

  private record Seen(long head, long parked) {}

  ProjectionMeters(
      MeterRegistry registry, Transactions transactions, EventLog log, ParkedTable parked) {
    var glance =
        new Glance<>(
            "projection",
            () ->
                transactions.call(transaction -> {
                  var connection = transaction.connection();
                  return new Seen(log.head(connection), sum(parked.count(connection).values()));
                }));
    Gauge.builder("rickyard.event.log.head", () -> value(glance.now(), Seen::head))
        .description("the sequence of the last change that was logged")
        .register(registry);
    Gauge.builder("rickyard.projection.parked.entities", () -> value(glance.now(), Seen::parked))
        .description("entities whose events cannot be applied yet")
        .register(registry);
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static double value(@Nullable Seen seen, ToLongFunction<Seen> number) {
    return seen == null ? Double.NaN : number.applyAsLong(seen);
  }
}
