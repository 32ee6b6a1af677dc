package io.rickyard.service.trace;

import io.micronaut.http.HttpRequest;
import io.rickyard.contracts.TraceContext;
import org.jspecify.annotations.Nullable;

/** The trace of a request that is answered. */
public final class RequestTrace {

  /** The header of W3C Trace Context. */
  public static final String HEADER = "traceparent";

  private static final String SPAN = "rickyard.span";

  private RequestTrace() {}

  /**
   * Where what the request sets in motion belongs: below the request's own span where it has one,
   * else in the trace that the caller shows. A header that cannot be read is passed over.
   */
  public static @Nullable TraceContext of(HttpRequest<?> request) {
    var own = span(request).context();
    return own == null ? shown(request) : own;
  }

  /** The request's own span. */
  public static Span span(HttpRequest<?> request) {
    return request.getAttribute(SPAN, Span.class).orElse(Span.NONE);
  }

  static @Nullable TraceContext shown(HttpRequest<?> request) {
    return read(request.getHeaders().get(HEADER));
  }

  static @Nullable TraceContext read(@Nullable String header) {
    return header != null && TraceContext.readable(header) ? new TraceContext(header) : null;
  }

  static void keep(HttpRequest<?> request, Span span) {
    request.setAttribute(SPAN, span);
  }
}
