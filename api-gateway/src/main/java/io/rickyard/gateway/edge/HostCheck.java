package io.rickyard.gateway.edge;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;

/**
 * Answers to its own names only: a foreign page whose name was rebound to this machine's address
 * sends that name, and gets nothing. Also refuses what no path or query of ours can mean.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class HostCheck implements Ordered {

  private final EdgeSettings settings;

  HostCheck(EdgeSettings settings) {
    this.settings = settings;
  }

  @Override
  public int getOrder() {
    return Edge.HOST;
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    if (!settings.serves(Connections.host(request))) {
      throw new RequestRefused(
          ErrorCode.UNKNOWN_HOST,
          "This name is not served here; rickyard.gateway.hosts lists those that are");
    }
    String raw = request.getUri().toString();
    if (raw.contains("%00") || raw.indexOf('\0') >= 0) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "The address holds a zero character");
    }
  }
}
