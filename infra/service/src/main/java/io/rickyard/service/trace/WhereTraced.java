package io.rickyard.service.trace;

import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;
import io.micronaut.core.value.PropertyResolver;

/** Whether somebody said where spans go to; without that, what makes them is not even loaded. */
public final class WhereTraced implements Condition {

  /** Where spans go to: {@code OTEL_EXPORTER_OTLP_ENDPOINT} in the environment. */
  public static final String ENDPOINT = "otel.exporter.otlp.endpoint";

  @Override
  @SuppressWarnings("rawtypes") // Micronaut's own signature
  public boolean matches(ConditionContext context) {
    return isTraced(context);
  }

  /** Whether these settings ask for spans. An empty one asks for nothing. */
  public static boolean isTraced(PropertyResolver settings) {
    return settings.getProperty(ENDPOINT, String.class).filter(to -> !to.isBlank()).isPresent();
  }
}
