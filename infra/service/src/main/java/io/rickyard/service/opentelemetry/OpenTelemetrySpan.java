package io.rickyard.service.opentelemetry;

import io.opentelemetry.api.trace.StatusCode;
import io.rickyard.contracts.TraceContext;
import io.rickyard.service.trace.Span;
import io.rickyard.service.trace.SpanAttribute;
import org.jspecify.annotations.Nullable;

/** A span of OpenTelemetry's. */
final class OpenTelemetrySpan implements Span {

  private final io.opentelemetry.api.trace.Span span;

  OpenTelemetrySpan(io.opentelemetry.api.trace.Span span) {
    this.span = span;
  }

  @Override
  public TraceContext context() {
    return TraceContexts.write(span.getSpanContext());
  }

  @Override
  public Span with(String attribute, @Nullable Object value) {
    var _ =
        switch (value) {
          case null -> span;
          case Integer number -> span.setAttribute(attribute, number.longValue());
          case Long number -> span.setAttribute(attribute, number);
          case Boolean truth -> span.setAttribute(attribute, truth);
          default -> span.setAttribute(attribute, value.toString());
        };
    return this;
  }

  @Override
  public void rename(String name) {
    span.updateName(name);
  }

  @Override
  public void fail(String code) {
    span.setStatus(StatusCode.ERROR, code).setAttribute(SpanAttribute.ERROR_TYPE, code);
  }

  @Override
  public void end() {
    span.end();
  }
}
