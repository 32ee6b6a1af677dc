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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Spans by OpenTelemetry's SDK, one per service: several services may share a process. */
final class OpenTelemetryTracing implements Tracing {

  private static final String SCOPE = "io.rickyard";
  private static final Duration LEAVING = Duration.ofSeconds(1);

  private final OpenTelemetrySdk sdk;
  private final List<SpokenExport> exports;
  private final Tracer tracer;

  private OpenTelemetryTracing(OpenTelemetrySdk sdk, List<SpokenExport> exports) {
    this.sdk = sdk;
    this.exports = exports;
    this.tracer = sdk.getTracer(SCOPE);
  }

  /**
   * Starts to export by these settings.
   *
   * @throws InvalidSetting when OpenTelemetry cannot make anything of them
   */
  static OpenTelemetryTracing open(Map<String, String> settings) {
    List<SpokenExport> exports = new ArrayList<>();
    try {
      return new OpenTelemetryTracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesSupplier(() -> TraceSettings.USUAL)
              .addPropertiesCustomizer(_ -> settings)
              .addResourceCustomizer((resource, _) -> about().merge(resource))
              .addSamplerCustomizer((sampler, _) -> new CauseSampler(sampler))
              .addSpanExporterCustomizer((exporter, _) -> {
                var spoken = new SpokenExport(exporter);
                exports.add(spoken);
                return spoken;
              })
              .build()
              .getOpenTelemetrySdk(),
          List.copyOf(exports));
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

  /** Whether the last spans did not arrive. */
  boolean isLosingSpans() {
    return exports.stream().anyMatch(SpokenExport::isFailing);
  }

  @Override
  public void close() {
    // Spans that cannot be delivered must not keep the service from ending: six services, which
    // stop one after the other, do not wait for a collector that the last ones did not reach.
    var left = sdk.shutdown();
    if (!isLosingSpans()) {
      var _ = left.join(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
