package io.rickyard.service.opentelemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in our own log when spans begin to get lost, and when they arrive again. OpenTelemetry would
 * say it in the JDK's log, which nobody reads here, so it is silenced.
 */
final class SpokenExport implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(SpokenExport.class);

  /** Held, since the JDK forgets the level of a logger that nobody holds. */
  private static final java.util.logging.Logger THEIRS =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

  private final SpanExporter exporter;
  private final AtomicBoolean failing = new AtomicBoolean();

  SpokenExport(SpanExporter exporter) {
    this.exporter = exporter;
    THEIRS.setLevel(Level.OFF);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    var result = exporter.export(spans);
    return result.whenComplete(() -> tell(result, spans.size()));
  }

  /** Whether the last spans got lost. */
  boolean isFailing() {
    return failing.get();
  }

  private void tell(CompletableResultCode result, int spans) {
    boolean failed = !result.isSuccess();
    if (failing.getAndSet(failed) == failed) {
      return;
    }
    if (failed) {
      var cause = result.getFailureThrowable();
      LOG.warn(
          "event=spans_lost spans={} follows=\"goes on with newer ones\" repair=\"look whether the"
              + " collector at otel.exporter.otlp.endpoint is there\" reason=\"{}\"",
          spans,
          cause == null ? "refused" : cause.getMessage());
    } else {
      LOG.info("event=spans_arrive_again");
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
