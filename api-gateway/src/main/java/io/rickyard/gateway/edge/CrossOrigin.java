package io.rickyard.gateway.edge;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may read our answers. Cookies never count across origins, so any
 * page may use what the protocols of supabase-js need; the rest is for the origins that the
 * operator names.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class CrossOrigin implements Ordered {

  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String REQUEST_HEADERS =
      "authorization, apikey, content-type, accept, prefer, idempotency-key, last-event-id,"
          + " rickyard-position, rickyard-correlation-id, traceparent, x-client-info,"
          + " x-supabase-api-version";
  private static final String RESPONSE_HEADERS =
      "Rickyard-Task, Rickyard-Position, Rickyard-Replayed, Rickyard-Not-Applied, Rickyard-Awaits-Restart, Location, Retry-After, X-Supabase-Api-Version,"
          + " X-Total-Count, Link";

  private final EdgeSettings settings;

  CrossOrigin(EdgeSettings settings) {
    this.settings = settings;
  }

  @Override
  public int getOrder() {
    return Edge.CROSS_ORIGIN;
  }

  @RequestFilter
  @Nullable HttpResponse<?> preflight(HttpRequest<?> request) {
    String origin = allowed(request);
    if (origin == null
        || request.getMethod() != HttpMethod.OPTIONS
        || !request.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)) {
      return null;
    }
    return allow(HttpResponse.noContent(), origin)
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
        .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
  }

  @ResponseFilter
  void allow(HttpRequest<?> request, MutableHttpResponse<?> response) {
    String origin = allowed(request);
    if (origin != null) {
      allow(response, origin);
    }
  }

  private static MutableHttpResponse<?> allow(MutableHttpResponse<?> response, String origin) {
    return response
        .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .header(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS)
        .header(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }

  private @Nullable String allowed(HttpRequest<?> request) {
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    if (origin == null) {
      return null;
    }
    if (settings.origins().contains(origin)) {
      return origin;
    }
    String path = request.getPath();
    return path.startsWith("/auth/v1/") || path.startsWith("/realtime/v1/") ? "*" : null;
  }
}
