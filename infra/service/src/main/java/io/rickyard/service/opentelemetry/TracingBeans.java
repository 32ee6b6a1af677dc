package io.rickyard.service.opentelemetry;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.rickyard.service.trace.Tracing;
import io.rickyard.service.trace.WhereTraced;
import jakarta.inject.Singleton;

/** Gives a service what makes its spans. */
@Factory
final class TracingBeans {

  @Singleton
  @Bean(preDestroy = "close")
  Tracing tracing(
      Environment environment, @Property(name = "micronaut.application.name") String application) {
    return WhereTraced.isTraced(environment)
        ? OpenTelemetryTracing.open(TraceSettings.of(environment, application))
        : Tracing.OFF;
  }
}
