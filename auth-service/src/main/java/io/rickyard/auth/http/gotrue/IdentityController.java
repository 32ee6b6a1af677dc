package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.provider.Identities;
import io.rickyard.auth.provider.ProviderFlow;
import io.rickyard.auth.provider.ProviderFlow.Linking;
import io.rickyard.auth.session.Session;
import java.net.URI;
import java.util.Map;

/** One's own identities: further accounts at providers that open one's account here. */
@Controller("/user/identities")
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class IdentityController {

  private final LinkingRights rights;
  private final Identities identities;
  private final AuthorizationRequests requests;
  private final FlowCookie cookie;
  private final Flows flows;
  private final OwnAddresses addresses;
  private final RequestCause causes;

  IdentityController(
      LinkingRights rights,
      Identities identities,
      AuthorizationRequests requests,
      FlowCookie cookie,
      Flows flows,
      OwnAddresses addresses,
      RequestCause causes) {
    this.rights = rights;
    this.identities = identities;
    this.requests = requests;
    this.cookie = cookie;
    this.flows = flows;
    this.addresses = addresses;
    this.causes = causes;
  }

  /**
   * Begins a way that links an identity. A page of another origin asks for this, and its answer can
   * give the browser no cookie; that it gets from the address in the answer. The gateway, which
   * asks for the browser itself ({@code quiet}), hands the cookie on at once.
   */
  @Get(value = "/authorize", headRoute = false)
  HttpResponse<?> authorize(HttpRequest<?> request) {
    var session = rights.require(request);
    var provider = requests.provider(request);
    boolean quiet = "true".equals(request.getParameters().get("quiet"));
    var flow =
        new ProviderFlow(
            provider.settings().name(),
            flows.of(request),
            new Linking(session.user(), session.id(), quiet));
    if (quiet) {
      var browser = cookie.readOrNew(request);
      return answer(request, requests.begin(request, provider, flow, browser))
          .cookie(cookie.keep(browser));
    }
    return answer(request, addresses.authorize(request, requests.begin(request, flow)));
  }

  @Delete("/{id}")
  Map<String, Object> unlink(HttpRequest<?> request, String id) {
    Session session = rights.require(request);
    var identity = SecondFactors.id(id, "identity_id");
    var cause = causes.of(request, AccountController.person(session));
    return switch (identities.unlink(session.user(), identity, cause)) {
      case DONE -> Map.of();
      case UNKNOWN ->
          throw new GoTrueRefusal(GoTrueError.IDENTITY_NOT_FOUND, "Identity doesn't exist");
      case LAST ->
          throw new GoTrueRefusal(
              GoTrueError.SINGLE_IDENTITY_NOT_DELETABLE,
              "User must have at least 1 identity after unlinking");
    };
  }

  private static MutableHttpResponse<?> answer(HttpRequest<?> request, URI address) {
    MutableHttpResponse<?> answer =
        "true".equals(request.getParameters().get("skip_http_redirect"))
            ? HttpResponse.ok(Map.of("url", address))
            : HttpResponse.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, address.toString());
    return answer.header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
