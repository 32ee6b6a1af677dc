package io.rickyard.service.trace;

import io.rickyard.contracts.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes no spans. A caller's trace is still handed on. */
final class NoTracing implements Tracing {

  @Override
  public boolean isOn() {
    return false;
  }

  @Override
  public Span begin(SpanKind kind, String name, @Nullable TraceContext parent) {
    return parent == null ? Span.NONE : new Unseen(parent);
  }

  @Override
  public Span beginForMany(SpanKind kind, String name, List<TraceContext> causes) {
    return Span.NONE;
  }

  @Override
  public void close() {}
}
