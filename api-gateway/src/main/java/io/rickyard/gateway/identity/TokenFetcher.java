package io.rickyard.gateway.identity;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.call.ApiPaths;
import io.rickyard.gateway.call.Identity;
import io.rickyard.gateway.limit.RateLimits;
import io.rickyard.gateway.scope.ScopeGate;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Finds out who calls our own resources. What stands in the headers of GoTrue's, the WebSocket's
 * and the webhooks' paths is for others to judge.
 */
@Singleton
final class TokenFetcher implements AuthenticationFetcher<HttpRequest<?>> {

  private static final String CSRF = "X-Rickyard-CSRF";
  private static final String BEARER = "Bearer ";
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** What needs no identity is not refused for a stale cookie either. */
  private static final Set<String> OPEN =
      Set.of(
          "POST /v1/session",
          "GET /v1/health",
          "GET /v1/openapi.json",
          "GET /v1/login/authorize",
          "POST /v1/login/device",
          "POST /v1/login/token");

  private final IdentityCache identities;
  private final SessionCookie cookie;
  private final RateLimits rates;
  private final CallerAddress addresses;
  private final ScopeGate scopes;
  private final Clock clock = Clock.systemUTC();

  TokenFetcher(
      IdentityCache identities,
      SessionCookie cookie,
      RateLimits rates,
      CallerAddress addresses,
      ScopeGate scopes) {
    this.identities = identities;
    this.cookie = cookie;
    this.rates = rates;
    this.addresses = addresses;
    this.scopes = scopes;
  }

  @Override
  public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
    if (!ApiPaths.has(request.getPath()) || OPEN.contains(route(request))) {
      return Mono.empty();
    }
    try {
      return shown(request)
          .map(token ->
              Mono.fromFuture(identify(request, token))
                  .flatMap(identity -> scopes.check(request, identity))
                  .map(Identity::authentication))
          .orElseGet(Mono::empty);
    } catch (RequestRefused refused) {
      return Mono.error(refused);
    }
  }

  private static String route(HttpRequest<?> request) {
    return request.getMethodName() + " " + request.getPath();
  }

  private Optional<ShownToken> shown(HttpRequest<?> request) {
    String authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      return Optional.of(bearer(authorization));
    }
    Optional<ShownToken> ticket =
        request.getParameters().getFirst("ticket").map(ShownToken::new).filter(ShownToken::ticket);
    if (ticket.isPresent()) {
      return ticket;
    }
    return cookie
        .read(request)
        .map(ShownToken::new)
        .filter(handle -> handle.opaque() && handle.sessionHandle())
        .map(handle -> guarded(request, handle));
  }

  private static ShownToken bearer(String authorization) {
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      var token = new ShownToken(authorization.substring(BEARER.length()).strip());
      // The handle belongs into the cookie, where no script can read it.
      if (!token.sessionHandle() && (token.opaque() || token.signed())) {
        return token;
      }
    }
    throw new RequestRefused(
        ErrorCode.INVALID_TOKEN,
        "The Authorization header holds no token of a known form: 'Bearer sbp_...' or an access"
            + " token");
  }

  /** A browser sends the cookie by itself; the header shows that our own page made the request. */
  private static ShownToken guarded(HttpRequest<?> request, ShownToken handle) {
    if (!SAFE.contains(request.getMethod()) && !request.getHeaders().contains(CSRF)) {
      throw new RequestRefused(
          ErrorCode.CSRF_HEADER_MISSING, "Send the header " + CSRF + ": 1 with the cookie");
    }
    return handle;
  }

  private CompletableFuture<Identity> identify(HttpRequest<?> request, ShownToken token) {
    String address = addresses.of(request);
    if (token.ticket()) {
      rates.stranger(address);
      return identities.redeem(token);
    }
    if (!identities.knows(token)) {
      if (token.signed()) {
        AccessTokenForm.check(token, clock.instant());
      }
      rates.stranger(address);
    }
    rates.token(token.hash());
    return identities.identify(token);
  }
}
