package io.rickyard.gateway.upstream;

import io.rickyard.contracts.TraceContext;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.service.trace.RequestTrace;
import io.rickyard.service.trace.Span;
import io.rickyard.service.trace.SpanAttribute;
import io.rickyard.service.trace.SpanKind;
import io.rickyard.service.trace.Tracing;
import jakarta.inject.Singleton;
import java.net.http.HttpRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a request asks of other services, and hands its trace on to them. What the gateway
 * asks for nobody, or for many at once, such as who a token belongs to, is in no trace.
 */
@Singleton
final class UpstreamSpans {

  private final Tracing tracing;

  UpstreamSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  /** Makes an exchange with a service for a caller; the request is not built yet. */
  Answer around(
      HttpRequest.Builder request, Upstream service, Call call, Supplier<Answer> exchange) {
    if (!tracing.isOn()) {
      handOn(request, call.trace());
      return exchange.get();
    }
    var span = begin(request.build(), service, call);
    handOn(request, span.context());
    try {
      var answer = exchange.get();
      span.with(SpanAttribute.HTTP_STATUS, answer.status());
      return answer;
    } catch (RequestRefused refused) {
      span.with(SpanAttribute.HTTP_STATUS, refused.code().status());
      span.fail(refused.code().wireName());
      throw refused;
    } finally {
      span.end();
    }
  }

  private Span begin(HttpRequest request, Upstream service, Call call) {
    return tracing
        .begin(SpanKind.CLIENT, request.method(), call.trace())
        .with(SpanAttribute.HTTP_METHOD, request.method())
        .with(SpanAttribute.PEER, service.serviceName())
        .with(SpanAttribute.SERVER_ADDRESS, request.uri().getHost())
        .with(SpanAttribute.SERVER_PORT, request.uri().getPort())
        .with(SpanAttribute.URL_PATH, request.uri().getPath());
  }

  private static void handOn(HttpRequest.Builder request, @Nullable TraceContext trace) {
    if (trace != null) {
      request.header(RequestTrace.HEADER, trace.traceparent());
    }
  }
}
