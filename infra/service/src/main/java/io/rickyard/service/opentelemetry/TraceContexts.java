package io.rickyard.service.opentelemetry;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.rickyard.contracts.TraceContext;

/** Between our trace contexts and OpenTelemetry's. A vendor's {@code tracestate} is not carried. */
final class TraceContexts {

  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;

  private TraceContexts() {}

  static SpanContext read(TraceContext trace) {
    String text = trace.traceparent();
    return SpanContext.createFromRemoteParent(
        text.substring(TRACE, SPAN - 1),
        text.substring(SPAN, FLAGS - 1),
        TraceFlags.fromHex(text, FLAGS),
        TraceState.getDefault());
  }

  static TraceContext write(SpanContext span) {
    return new TraceContext(
        "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex());
  }
}
