package io.rickyard.gateway.account;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.account.AccountForms.FactorCode;
import io.rickyard.gateway.account.AccountForms.FactorShape;
import io.rickyard.gateway.account.AccountForms.FactorShapes;
import io.rickyard.gateway.account.AccountForms.IdentityShape;
import io.rickyard.gateway.account.AccountForms.IdentityShapes;
import io.rickyard.gateway.account.AccountForms.LinkingAddress;
import io.rickyard.gateway.account.AccountForms.MadeFactor;
import io.rickyard.gateway.account.AccountForms.NewFactor;
import io.rickyard.gateway.account.AccountForms.NewIdentity;
import io.rickyard.gateway.account.AccountForms.NewPassword;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.identity.FlowCookie;
import io.rickyard.gateway.upstream.AccountClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/**
 * One's own second factors, identities and password, for a page whose session is a cookie. Sessions
 * only: a machine token changes nothing here.
 */
@Controller("/v1/account")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "account")
final class AccountController {

  private final AccountClient account;

  AccountController(AccountClient account) {
    this.account = account;
  }

  @Get("/factors")
  @Operation(summary = "List one's second factors")
  FactorShapes list(@Parameter(hidden = true) Call call) {
    return new FactorShapes(
        account.factors(call).stream()
            .map(factor -> new FactorShape(factor.id(), factor.friendlyName(), factor.status()))
            .toList());
  }

  @Post("/factors")
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Begin a second factor: a secret for an app, shown once",
      description =
          "It counts when a first code was shown. One that was begun before is forgotten.")
  HttpResponse<MadeFactor> enrol(@Body NewFactor body, @Parameter(hidden = true) Call call) {
    var made = account.enrol(body.name(), call);
    return HttpResponse.created(
            new MadeFactor(
                made.id(),
                made.friendlyName(),
                made.totp().qrCode(),
                made.totp().secret(),
                made.totp().uri()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Post("/factors/{id}/verify")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Show a second factor's code",
      description =
          "From then on this session counts as one with two factors, and those with one end.")
  void verify(String id, @Body FactorCode body, @Parameter(hidden = true) Call call) {
    account.verify(id, body.code(), call);
  }

  @Delete("/factors/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a second factor")
  void remove(String id, @Parameter(hidden = true) Call call) {
    account.remove(id, call);
  }

  @Get("/identities")
  @Operation(
      summary = "List what opens one's account: accounts at providers, and the address (email)")
  IdentityShapes identities(@Parameter(hidden = true) Call call) {
    return new IdentityShapes(
        account.identities(call).stream()
            .map(identity ->
                new IdentityShape(
                    identity.identityId(),
                    identity.provider(),
                    identity.email(),
                    identity.createdAt(),
                    identity.lastSignInAt()))
            .toList());
  }

  @Post("/identities")
  @Operation(
      summary = "Begin to link an account at a provider: the address to which the browser goes",
      description =
          "The way is for the browser that asked, which is given a cookie. It comes back to the"
              + " installation's page, with message or error_description in the fragment.")
  HttpResponse<LinkingAddress> link(
      @Body NewIdentity body, HttpRequest<?> request, @Parameter(hidden = true) Call call) {
    var answer = account.link(body.provider(), FlowCookie.of(request).orElse(null), call);
    var response = HttpResponse.ok(answer.as(LinkingAddress.class));
    answer.cookies().forEach(cookie -> response.header(HttpHeaders.SET_COOKIE, cookie));
    return response.header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Delete("/identities/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Let an identity open one's account no more; the last one stays")
  void unlink(String id, @Parameter(hidden = true) Call call) {
    account.unlink(id, call);
  }

  @Put("/password")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Choose another password; one's other sessions end")
  void password(@Body NewPassword body, @Parameter(hidden = true) Call call) {
    account.password(body.password(), body.currentPassword(), call);
  }
}
