package io.rickyard.auth.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.http.LoginForms.BrowserLogin;
import io.rickyard.auth.http.LoginForms.DeviceAnswer;
import io.rickyard.auth.http.LoginForms.DeviceLogin;
import io.rickyard.auth.http.LoginForms.Location;
import io.rickyard.auth.http.LoginForms.ShownLogin;
import io.rickyard.auth.http.LoginForms.TokenAnswer;
import io.rickyard.auth.http.LoginForms.TokenRequest;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;

/** Logins of programs: what they ask, and what somebody who is signed in decides about it. */
@Controller("/internal/login")
final class LoginController {

  private final AskedLogins asked;
  private final DecidedLogins decided;

  LoginController(AskedLogins asked, DecidedLogins decided) {
    this.asked = asked;
    this.decided = decided;
  }

  @Post("/browser")
  @Secured(SecurityRule.IS_ANONYMOUS)
  Location browser(HttpRequest<?> request, @Body BrowserLogin login) {
    return new Location(asked.byBrowser(request, login));
  }

  @Post("/device")
  @Secured(SecurityRule.IS_ANONYMOUS)
  DeviceAnswer device(HttpRequest<?> request, @Body DeviceLogin login) {
    return asked.byDevice(request, login);
  }

  @Post("/token")
  @Secured(SecurityRule.IS_ANONYMOUS)
  TokenAnswer token(HttpRequest<?> request, @Body TokenRequest wanted) {
    return asked.token(request, wanted);
  }

  @Get("/requests/{name}")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  ShownLogin show(HttpRequest<?> request, Authentication authentication, String name) {
    var cause = decided.cause(request, inSession(authentication));
    return ShownLogin.of(decided.find(name, cause), cause.origin());
  }

  @Post("/requests/{name}/approve")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  Location approve(HttpRequest<?> request, Authentication authentication, String name) {
    var caller = inSession(authentication);
    return new Location(
        decided.approve(name, user(caller), session(caller), decided.cause(request, caller)));
  }

  @Post("/requests/{name}/refuse")
  @Secured(SecurityRule.IS_AUTHENTICATED)
  Location refuse(HttpRequest<?> request, Authentication authentication, String name) {
    var caller = inSession(authentication);
    return new Location(
        decided.refuse(name, user(caller), session(caller), decided.cause(request, caller)));
  }

  /** A machine's token must not make others. */
  private static Caller inSession(Authentication authentication) {
    var caller = Caller.of(authentication);
    if (caller.kind() != Caller.Kind.SESSION) {
      throw new RequestRefused(
          ErrorCode.FORBIDDEN, "Logins are decided about by people with a session, not by tokens");
    }
    return caller;
  }

  private static UserId user(Caller caller) {
    return UserId.parse(caller.subject());
  }

  private static SessionId session(Caller caller) {
    return SessionId.parse(requireNonNull(caller.sessionId(), "sid"));
  }
}
