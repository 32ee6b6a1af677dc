package io.rickyard.service.trace;

import io.rickyard.contracts.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes spans. */
public interface Tracing extends AutoCloseable {

  /** Nobody asked for spans. */
  Tracing OFF = new NoTracing();

  /** Whether spans are made, for who would otherwise prepare something in vain. */
  boolean isOn();

  /**
   * Begins a span.
   *
   * @param name what is done, in few different words: no ids
   * @param parent what set it in motion; without one it begins a trace
   */
  Span begin(SpanKind kind, String name, @Nullable TraceContext parent);

  /**
   * Begins a span that does for many at once what belongs to a trace each. It begins a trace of its
   * own and names the others; it is recorded if one of them is.
   *
   * @param causes what set it in motion, at least one
   */
  Span beginForMany(SpanKind kind, String name, List<TraceContext> causes);

  /** Exports what has ended, within a second. */
  @Override
  void close();
}
