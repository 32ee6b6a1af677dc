package io.rickyard.worker.kafka;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionStatus.State;
import io.rickyard.worker.engine.Engine;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;

/** Tells whether this worker holds its lease, commits, and takes commands in. */
@Singleton
@Readiness
final class EngineHealth extends AbstractHealthIndicator<Map<String, String>> {

  private final Engine engine;
  private final Subscription commands;

  EngineHealth(Engine engine, Subscription commands) {
    this.engine = engine;
    this.commands = commands;
  }

  @Override
  protected Map<String, String> getHealthInformation() {
    boolean lease = engine.isAlive();
    State intake = commands.status().state();
    healthStatus = lease && intake != State.FAILED ? HealthStatus.UP : HealthStatus.DOWN;
    return Map.of(
        "worker", engine.worker().value(),
        "lease", lease ? "held" : "lost",
        "intake", intake.name().toLowerCase(Locale.ROOT));
  }

  @Override
  protected String getName() {
    return "engine";
  }
}
