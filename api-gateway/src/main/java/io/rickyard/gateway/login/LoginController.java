package io.rickyard.gateway.login;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.edge.SignInGuard;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.LoginRequestsClient;
import io.rickyard.gateway.upstream.SignInOrigin;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What a command line asks: a decision of whoever sits before it, and the token that follows. All
 * three are open, since nobody is known yet.
 */
@Controller("/v1/login")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "login")
final class LoginController {

  private final LoginRequestsClient logins;
  private final SignInGuard guard;
  private final CallerAddress addresses;

  LoginController(LoginRequestsClient logins, SignInGuard guard, CallerAddress addresses) {
    this.logins = logins;
    this.guard = guard;
    this.addresses = addresses;
  }

  @Get("/authorize")
  @Operation(
      summary = "Where a program on this machine sends the browser to be let in (RFC 8252)",
      description =
          "Takes response_type=code, client_id, redirect_uri on a loopback address, code_challenge"
              + " with code_challenge_method=S256 (RFC 7636), state, and the machine's name as"
              + " host. Leads on to the page where somebody decides, or back with an error.")
  HttpResponse<Void> authorize(@Parameter(hidden = true) HttpRequest<?> request) {
    guard.check(request);
    var form = form(request.getUri().getRawQuery());
    var login =
        logins.browser(
            form.only(
                "response_type",
                "client_id",
                "redirect_uri",
                "code_challenge",
                "code_challenge_method",
                "state",
                "host"),
            origin(request));
    return HttpResponse.<Void>status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.LOCATION, requireNonNull(login.location(), "location"))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Post("/device")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      summary = "Ask for a code that somebody enters elsewhere (RFC 8628)",
      description = "Takes client_id, and the machine's name as host.")
  HttpResponse<?> device(
      @Body @Nullable String body, @Parameter(hidden = true) HttpRequest<?> request) {
    guard.check(request);
    return answered(logins.device(form(body).only("client_id", "host"), origin(request)));
  }

  @Post("/token")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      summary = "Redeem a code for an access token (RFC 6749, RFC 8628)",
      description =
          "grant_type is authorization_code, with code, redirect_uri and code_verifier, or"
              + " urn:ietf:params:oauth:grant-type:device_code, with device_code. The token is a"
              + " personal access token, named after the machine.")
  HttpResponse<?> token(
      @Body @Nullable String body, @Parameter(hidden = true) HttpRequest<?> request) {
    guard.check(request);
    return answered(
        logins.token(
            form(body)
                .only(
                    "grant_type",
                    "client_id",
                    "code",
                    "redirect_uri",
                    "code_verifier",
                    "device_code"),
            origin(request)));
  }

  /** Errors are told in the body, with status 400 (RFC 6749, section 5.2). */
  private static HttpResponse<?> answered(Answer answer) {
    var response =
        answer.as(JsonNode.class).hasNonNull("error")
            ? HttpResponse.badRequest(answer.body())
            : HttpResponse.ok(answer.body());
    return response
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private static OAuthForm form(@Nullable String text) {
    try {
      return OAuthForm.parse(text);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "The parameters cannot be read, or one is given twice");
    }
  }

  private SignInOrigin origin(HttpRequest<?> request) {
    return new SignInOrigin(
        addresses.of(request), request.getHeaders().get(HttpHeaders.USER_AGENT));
  }
}
