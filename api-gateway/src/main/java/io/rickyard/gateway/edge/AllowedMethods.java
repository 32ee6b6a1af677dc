package io.rickyard.gateway.edge;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.Router;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers OPTIONS with the methods that a resource has. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AllowedMethods implements Ordered {

  private final Router router;

  AllowedMethods(Router router) {
    this.router = router;
  }

  @Override
  public int getOrder() {
    return Edge.METHODS;
  }

  @RequestFilter
  @Nullable HttpResponse<?> list(HttpRequest<?> request) {
    if (request.getMethod() != HttpMethod.OPTIONS) {
      return null;
    }
    var methods = new TreeSet<String>();
    router.findAny(request).forEach(route -> methods.add(route.getHttpMethod().name()));
    if (methods.isEmpty()) {
      return null;
    }
    methods.add("OPTIONS");
    return HttpResponse.noContent().header(HttpHeaders.ALLOW, String.join(", ", methods));
  }
}
