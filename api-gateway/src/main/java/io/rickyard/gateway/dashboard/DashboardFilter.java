package io.rickyard.gateway.dashboard;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves the dashboard at every path that is a file of it. A filter and no route: a route for all
 * paths would turn each unknown resource of the API into a refused method.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class DashboardFilter implements Ordered {

  private static final List<String> API =
      List.of("/v1/", "/v2/", "/auth/", "/realtime/", "/hooks/", "/health");

  private final DashboardFiles files;

  DashboardFilter(DashboardFiles files) {
    this.files = files;
  }

  /** After the edge, before anybody asks who calls. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.before();
  }

  @RequestFilter
  @Nullable HttpResponse<?> serve(HttpRequest<?> request) {
    boolean reading =
        request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
    if (!reading || API.stream().anyMatch(request.getPath()::startsWith)) {
      return null;
    }
    return files.find(request.getPath()).map(file -> answer(file, request)).orElse(null);
  }

  /** Always asked again and, while unchanged, never sent again: an upgrade shows at once. */
  private static HttpResponse<?> answer(DashboardFile file, HttpRequest<?> request) {
    String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
    if (known != null && known.contains(file.tag())) {
      return HttpResponse.notModified()
          .header(HttpHeaders.ETAG, file.tag())
          .header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
    return HttpResponse.ok(file.content())
        .contentType(file.type())
        .header(HttpHeaders.ETAG, file.tag())
        .header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }
}
