package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.provider.ProviderFlow;
import io.rickyard.auth.redirect.RedirectTargets;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way to a provider and back. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class ProviderController {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9%&=._~+*/:-]{1,8000}");
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST_DESCRIPTION = 300;

  private final AuthorizationRequests requests;
  private final AuthorizationResponses responses;
  private final ReturnLocations locations;
  private final FlowCookie cookie;
  private final Flows flows;
  private final RedirectTargets targets;
  private final OwnAddresses addresses;
  private final RequestCause causes;

  ProviderController(
      AuthorizationRequests requests,
      AuthorizationResponses responses,
      ReturnLocations locations,
      FlowCookie cookie,
      Flows flows,
      RedirectTargets targets,
      OwnAddresses addresses,
      RequestCause causes) {
    this.requests = requests;
    this.responses = responses;
    this.locations = locations;
    this.cookie = cookie;
    this.flows = flows;
    this.targets = targets;
    this.addresses = addresses;
    this.causes = causes;
  }

  /**
   * Sends a browser to a provider. Who asks for the address only gets ours, since what binds the
   * browser is given to it when it comes.
   */
  @Get(value = "/authorize", headRoute = false)
  HttpResponse<?> authorize(HttpRequest<?> request) {
    String begun = request.getParameters().get("flow");
    var browser = cookie.readOrNew(request);
    if (begun != null) {
      return found(requests.bind(request, begun, browser)).cookie(cookie.keep(browser));
    }
    var provider = requests.provider(request);
    var flow = new ProviderFlow(provider.settings().name(), flows.of(request), null);
    if ("true".equals(request.getParameters().get("skip_http_redirect"))) {
      return HttpResponse.ok(Map.of("url", addresses.authorizeAgain(request)));
    }
    return found(requests.begin(request, provider, flow, browser)).cookie(cookie.keep(browser));
  }

  /** A browser comes back. */
  @Get(value = "/callback", headRoute = false)
  HttpResponse<?> callback(HttpRequest<?> request) {
    var cause = causes.anonymous(request);
    var state = AuthorizationResponses.state(request);
    var returned = state.flatMap(token -> responses.end(request, token, cause));
    if (returned.isEmpty()) {
      return found(refused(targets.orHome(null), ProviderRefusals.badState(), false));
    }
    var flow = returned.get().flow();
    var target = flow.flow().redirect();
    boolean inQuery = flow.flow().challenge() != null;
    try {
      if (!returned.get().sameBrowser()) {
        throw ProviderRefusals.badState();
      }
      String error = request.getParameters().get("error");
      if (error != null) {
        return found(providerRefused(target, error, request, inQuery));
      }
      var profile = responses.profile(request, state.get(), flow, cause);
      return found(locations.of(flow, profile, cause));
    } catch (GoTrueRefusal refusal) {
      return found(refused(target, refusal, inQuery));
    }
  }

  /** Another site's form carries no cookie of ours; what it leads to as a page does. */
  @Post("/callback")
  HttpResponse<?> callback(@Nullable @Body String form) {
    if (form == null || !FORM.matcher(form).matches()) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, "The answer is no form");
    }
    return HttpResponse.seeOther(addresses.callback(form)).header("Cache-Control", "no-store");
  }

  private static URI providerRefused(
      URI target, String error, HttpRequest<?> request, boolean inQuery) {
    String description = request.getParameters().get("error_description");
    String clean =
        description == null || description.isBlank()
            ? "The provider did not let you in"
            : CONTROL.matcher(description).replaceAll(" ");
    return Locations.returned(
        target,
        ERROR.matcher(error).matches() ? error : "server_error",
        GoTrueError.BAD_OAUTH_CALLBACK,
        clean.substring(0, Math.min(clean.length(), LONGEST_DESCRIPTION)),
        inQuery);
  }

  private static URI refused(URI target, GoTrueRefusal refusal, boolean inQuery) {
    String error =
        refusal.error() == GoTrueError.BAD_OAUTH_STATE
            ? "invalid_request"
            : refusal.error().status() >= 500 ? "server_error" : "access_denied";
    return Locations.returned(
        target, error, refusal.error(), String.valueOf(refusal.getMessage()), inQuery);
  }

  private static MutableHttpResponse<?> found(URI location) {
    return HttpResponse.status(HttpStatus.FOUND)
        .header(HttpHeaders.LOCATION, location.toString())
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
