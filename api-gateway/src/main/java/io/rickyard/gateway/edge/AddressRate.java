package io.rickyard.gateway.edge;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.call.ApiPaths;
import io.rickyard.gateway.limit.RateLimits;

/** Counts, per address, requests that show nothing to count them by. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AddressRate implements Ordered {

  private final RateLimits rates;
  private final CallerAddress addresses;

  AddressRate(RateLimits rates, CallerAddress addresses) {
    this.rates = rates;
    this.addresses = addresses;
  }

  @Override
  public int getOrder() {
    return Edge.RATES;
  }

  @RequestFilter
  void count(HttpRequest<?> request) {
    var headers = request.getHeaders();
    boolean counted =
        ApiPaths.has(request.getPath())
            && (headers.contains(HttpHeaders.AUTHORIZATION)
                || headers.contains(HttpHeaders.COOKIE));
    if (!counted) {
      rates.address(addresses.of(request));
    }
  }
}
