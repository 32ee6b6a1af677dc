package io.rickyard.projector.health;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.rickyard.messaging.SubscriptionStatus;
import io.rickyard.persistence.DatabaseUnavailable;
import io.rickyard.persistence.Transactions;
import io.rickyard.projector.jdbc.ParkedTable;
import io.rickyard.projector.kafka.Intake;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Down when a subscription has ended; up, but saying so, while entities are parked: everything else
 * is shown as it is.
 */
@Singleton
final class ProjectionHealth implements HealthIndicator {

  private final Intake intake;
  private final Transactions transactions;
  private final ParkedTable parked;

  ProjectionHealth(Intake intake, Transactions transactions, ParkedTable parked) {
    this.intake = intake;
    this.transactions = transactions;
    this.parked = parked;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(look());
  }

  private HealthResult look() {
    Map<String, SubscriptionStatus> subscriptions = intake.statuses();
    boolean works =
        subscriptions.values().stream()
            .noneMatch(status -> status.state() == SubscriptionStatus.State.FAILED);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("subscriptions", subscriptions);
    HealthStatus status = works ? HealthStatus.UP : HealthStatus.DOWN;
    try {
      details.put(
          "parked", transactions.call(transaction -> parked.count(transaction.connection())));
    } catch (DatabaseUnavailable e) {
      details.put("parked", String.valueOf(e.getMessage()));
      status = HealthStatus.DOWN;
    }
    return HealthResult.builder("projection", status).details(details).build();
  }
}
