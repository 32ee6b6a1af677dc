package io.rickyard.service.trace;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.rickyard.service.problem.Problem;

/**
 * A span for each request. It ends with the head of the answer, also where that begins a stream.
 *
 * <p>A service behind the edge only continues traces: what comes without one was set in motion by
 * nobody's request.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(condition = WhereTraced.class)
final class RequestSpans implements Ordered {

  private static final String ACCEPTED_TASK = "Rickyard-Task";

  private final Tracing tracing;
  private final boolean begins;

  RequestSpans(Tracing tracing, @Value("${tracing.begins:false}") boolean begins) {
    this.tracing = tracing;
    this.begins = begins;
  }

  /** Around everything else, so that what is refused early is seen as well. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @RequestFilter
  void begin(HttpRequest<?> request) {
    var shown = RequestTrace.shown(request);
    if (shown != null || begins) {
      String method = request.getMethodName();
      RequestTrace.keep(
          request,
          tracing
              .begin(SpanKind.SERVER, method, shown)
              .with(SpanAttribute.HTTP_METHOD, method)
              .with(SpanAttribute.URL_PATH, request.getPath()));
    }
  }

  @ResponseFilter
  void end(HttpRequest<?> request, MutableHttpResponse<?> response) {
    var span = RequestTrace.span(request);
    BasicHttpAttributes.getUriTemplate(request)
        .map(RequestSpans::path)
        .ifPresent(route -> {
          span.rename(request.getMethodName() + " " + route);
          span.with(SpanAttribute.HTTP_ROUTE, route);
        });
    span.with(SpanAttribute.HTTP_STATUS, response.code())
        .with(SpanAttribute.TASK, response.getHeaders().get(ACCEPTED_TASK));
    if (response.code() >= 400) {
      refused(span, response);
    }
    span.end();
  }

  /** A template without the parameters that it may be asked with. */
  private static String path(String template) {
    int query = template.indexOf("{?");
    return query < 0 ? template : template.substring(0, query);
  }

  /** What the caller did wrong is no failure of ours. */
  private static void refused(Span span, MutableHttpResponse<?> response) {
    String code = code(response);
    span.with(SpanAttribute.REFUSAL, code);
    if (response.code() >= 500) {
      span.fail(code);
    }
  }

  /** What speaks another protocol has no code of ours. */
  private static String code(MutableHttpResponse<?> response) {
    return response.body() instanceof Problem problem
        ? problem.code()
        : Integer.toString(response.code());
  }
}
