package io.rickyard.service.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import io.rickyard.contracts.TraceContext;
import io.rickyard.service.InvalidSetting;
import io.rickyard.service.trace.Span;
import io.rickyard.service.trace.SpanKind;
import io.rickyard.service.trace.Tracing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Spans by OpenTelemetry's SDK, one per service: several services may share a process. */
final class OpenTelemetryTracing implements Tracing {

  private static final String SCOPE = "io.rickyard";
  private static final Duration LEAVING = Duration.ofSeconds(1);

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  private OpenTelemetryTracing(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer(SCOPE);
  }

  /**
   * Starts to export by these settings.
   *
   * @throws InvalidSetting when OpenTelemetry cannot make anything of them
   */
  static OpenTelemetryTracing open(Map<String, String> settings) {
    try {
      return new OpenTelemetryTracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesSupplier(() -> TraceSettings.USUAL)
              .addPropertiesCustomizer(_ -> settings)
              .addResourceCustomizer((resource, _) -> about().merge(resource))
              .addSamplerCustomizer((sampler, _) -> new CauseSampler(sampler))
              .addSpanExporterCustomizer((exporter, _) -> new SpokenExport(exporter))
              .build()
              .getOpenTelemetrySdk());
    } catch (ConfigurationException | IllegalArgumentException | IllegalStateException e) {
      throw new InvalidSetting("otel.*", "cannot be followed: " + e.getMessage(), e);
    }
  }

  /** What a collector is told of every service, unless the settings say otherwise. */
  private static Resource about() {
    var about = Attributes.builder().put("service.namespace", "rickyard");
    String version = OpenTelemetryTracing.class.getPackage().getImplementationVersion();
    if (version != null) {
      about.put("service.version", version);
    }
    return Resource.create(about.build());
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public Span begin(SpanKind kind, String name, @Nullable TraceContext parent) {
    var context = Context.root();
    return begin(
        kind,
        tracer
            .spanBuilder(name)
            .setParent(
                parent == null
                    ? context
                    : context.with(
                        io.opentelemetry.api.trace.Span.wrap(TraceContexts.read(parent)))));
  }

  @Override
  public Span beginForMany(SpanKind kind, String name, List<TraceContext> causes) {
    var builder = tracer.spanBuilder(name).setNoParent();
    causes.stream().map(TraceContexts::read).filter(SpanContext::isValid).forEach(builder::addLink);
    return begin(kind, builder);
  }

  private static Span begin(SpanKind kind, SpanBuilder builder) {
    return new OpenTelemetrySpan(
        builder
            .setSpanKind(
                switch (kind) {
                  case SERVER -> io.opentelemetry.api.trace.SpanKind.SERVER;
                  case CLIENT -> io.opentelemetry.api.trace.SpanKind.CLIENT;
                  case PRODUCER -> io.opentelemetry.api.trace.SpanKind.PRODUCER;
                  case CONSUMER -> io.opentelemetry.api.trace.SpanKind.CONSUMER;
                  case INTERNAL -> io.opentelemetry.api.trace.SpanKind.INTERNAL;
                })
            .startSpan());
  }

  @Override
  public void close() {
    // Spans that cannot be delivered now must not keep the service from ending.
    var _ = sdk.shutdown().join(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
  }
}
