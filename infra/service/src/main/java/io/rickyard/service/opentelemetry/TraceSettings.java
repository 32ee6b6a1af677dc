package io.rickyard.service.opentelemetry;

import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * OpenTelemetry's own settings, by its own names: those that this service was given. What stands in
 * the environment or among the properties of the process OpenTelemetry reads by itself, and it
 * counts less.
 */
final class TraceSettings {

  private static final String OURS = "otel.";
  private static final String SERVICE = "otel.service.name";

  /** Tried over HTTP, which needs no further library, unless somebody says otherwise. */
  static final Map<String, String> USUAL = Map.of("otel.exporter.otlp.protocol", "http/protobuf");

  /** Numbers are Prometheus' business and lines the log's, whatever the process is told. */
  private static final Map<String, String> ALWAYS =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  private TraceSettings() {}

  /** The settings of the service of this application name. */
  static Map<String, String> of(Environment environment, String application) {
    var settings = new HashMap<String, String>();
    environment.getPropertySources().stream()
        .filter(source -> source.getConvention() != PropertyConvention.ENVIRONMENT_VARIABLE)
        .flatMap(TraceSettings::names)
        .filter(name -> name.startsWith(OURS))
        .forEach(name ->
            environment
                .getProperty(name, String.class)
                .ifPresent(value -> settings.put(name, value)));
    settings.put(SERVICE, environment.getProperty(SERVICE, String.class).orElse(application));
    settings.putAll(ALWAYS);
    return settings;
  }

  private static Stream<String> names(PropertySource source) {
    return StreamSupport.stream(source.spliterator(), false);
  }
}
