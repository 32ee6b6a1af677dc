package io.rickyard.service.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.TraceContext;
import io.rickyard.service.InvalidSetting;
import io.rickyard.service.trace.SpanAttribute;
import io.rickyard.service.trace.SpanKind;
import io.rickyard.testing.CollectedSpan;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.SpanCollector;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracingTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final TraceContext RECORDED =
      new TraceContext("00-" + TRACE + "-" + PARENT + "-01");
  private static final TraceContext UNRECORDED =
      new TraceContext("00-" + TRACE + "-" + PARENT + "-00");

  private SpanCollector collector;

  @BeforeEach
  void start() throws IOException {
    collector = SpanCollector.start();
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void spanArrivesWithItsPlaceWhatItTellsAndWhyItFailed() {
    // when
    try (var tracing = tracing(Map.of())) {
      var span =
          tracing
              .begin(SpanKind.PRODUCER, "send", RECORDED)
              .with(SpanAttribute.KAFKA_OFFSET, 42L)
              .with(SpanAttribute.PROJECT, null)
              .with(SpanAttribute.STEP_SKIPPED, true);
      span.fail("publish_failed");
      span.end();
    }

    // then
    assertThat(collector.spans()).hasSize(1);
    var seen = collector.spans().getFirst();
    assertThat(seen)
        .isEqualTo(
            new CollectedSpan(
                "sample-service",
                TRACE,
                seen.id(),
                PARENT,
                List.of(),
                "producer",
                "send",
                "publish_failed",
                Map.of(
                    "messaging.kafka.offset",
                    "42",
                    "rickyard.step.skipped",
                    "true",
                    "error.type",
                    "publish_failed")));
  }

  @Test
  void whatFollowsHangsBelowTheSpan() {
    // when
    try (var tracing = tracing(Map.of())) {
      var span = tracing.begin(SpanKind.SERVER, "outer", null);
      tracing.begin(SpanKind.INTERNAL, "inner", span.context()).end();
      span.end();
    }

    // then
    assertThat(named("outer").parent()).isEmpty();
    assertThat(named("inner").parent()).isEqualTo(named("outer").id());
    assertThat(named("inner").trace()).isEqualTo(named("outer").trace());
  }

  @Test
  void whatWasNotChosenAtTheEdgeIsNotExportedAndStaysUnchosen() {
    // given
    TraceContext below;

    // when
    try (var tracing = tracing(Map.of())) {
      var span = tracing.begin(SpanKind.SERVER, "unrecorded", UNRECORDED);
      below = span.context();
      span.end();
      tracing.begin(SpanKind.SERVER, "recorded", RECORDED).end();
    }

    // then
    assertThat(collector.spans()).extracting(CollectedSpan::name).containsExactly("recorded");
    assertThat(below).isNotNull();
    assertThat(below.traceparent()).startsWith("00-" + TRACE + "-").endsWith("-00");
  }

  @Test
  void samplerThatIsSetDecidesWhereTheGatewayBegins() {
    // when
    try (var tracing = tracing(Map.of("otel.traces.sampler", "parentbased_always_off"))) {
      tracing.begin(SpanKind.SERVER, "begun here", null).end();
      tracing.begin(SpanKind.SERVER, "begun elsewhere", RECORDED).end();
    }

    // then
    assertThat(collector.spans())
        .extracting(CollectedSpan::name)
        .containsExactly("begun elsewhere");
  }

  @Test
  void workForManyIsRecordedExactlyIfOneOfItsCausesIs() {
    // when
    try (var tracing = tracing(Map.of("otel.traces.sampler", "parentbased_always_off"))) {
      tracing.beginForMany(SpanKind.CONSUMER, "some", List.of(UNRECORDED, RECORDED)).end();
    }
    try (var tracing = tracing(Map.of("otel.traces.sampler", "always_on"))) {
      tracing.beginForMany(SpanKind.CONSUMER, "none", List.of(UNRECORDED)).end();
    }

    // then
    assertThat(collector.spans()).extracting(CollectedSpan::name).containsExactly("some");
    assertThat(named("some").links()).containsExactly(PARENT, PARENT);
    assertThat(named("some").trace()).isNotEqualTo(TRACE);
  }

  @Test
  void collectorThatIsAwayIsNotWaitedForAtTheEnd() {
    // given
    collector.close();
    var tracing =
        tracing(
            Map.of(
                "otel.java.exporter.otlp.retry.disabled", "true", "otel.bsp.schedule.delay", "20"));
    tracing.begin(SpanKind.SERVER, "lost", null).end();
    Eventually.until(tracing::isLosingSpans);

    // when
    long begun = System.nanoTime();
    tracing.close();

    // then
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(800));
  }

  @Test
  void settingsThatMeanNothingAreNamed() {
    assertThatThrownBy(() -> tracing(Map.of("otel.traces.sampler", "sometimes")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("otel.traces.sampler");
  }

  private OpenTelemetryTracing tracing(Map<String, String> more) {
    var settings = new HashMap<>(more);
    settings.put("otel.exporter.otlp.endpoint", collector.endpoint());
    settings.put("otel.service.name", "sample-service");
    settings.put("otel.metrics.exporter", "none");
    settings.put("otel.logs.exporter", "none");
    return OpenTelemetryTracing.open(settings);
  }

  private CollectedSpan named(String name) {
    return collector.spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
