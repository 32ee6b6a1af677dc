package io.rickyard.gateway.session;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.edge.SignInGuard;
import io.rickyard.gateway.identity.SessionCookie;
import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.gateway.upstream.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The dashboard's session: the page never sees a token, only a cookie that it cannot read. */
@Controller("/v1/session")
@Tag(name = "session")
final class SessionController {

  private final AuthClient auth;
  private final SessionCookie cookie;
  private final SignInGuard guard;
  private final CallerAddress addresses;

  SessionController(
      AuthClient auth, SessionCookie cookie, SignInGuard guard, CallerAddress addresses) {
    this.addresses = addresses;
    this.auth = auth;
    this.cookie = cookie;
    this.guard = guard;
  }

  @Post
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Operation(summary = "Sign in with a password or a single-use code")
  HttpResponse<Session> signIn(@Body SignIn body, HttpRequest<?> request) {
    guard.check(request);
    String origin = addresses.of(request);
    SignedIn signedIn = signedIn(body, origin);
    var session = auth.browserSession(signedIn, origin);
    Duration life = Duration.between(Instant.now(), session.expiresAt());
    return HttpResponse.ok(new Session(new User(signedIn.user().id(), signedIn.user().email())))
        .cookie(cookie.keep(request, session.handle(), life));
  }

  @Get
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Operation(summary = "Who is signed in")
  Session get(@Parameter(hidden = true) Call call) {
    var caller = call.identity().caller();
    return new Session(new User(caller.subject(), caller.email()));
  }

  @Delete
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Operation(summary = "Sign out")
  HttpResponse<Void> signOut(@Parameter(hidden = true) Call call, HttpRequest<?> request) {
    auth.signOut(call);
    return HttpResponse.<Void>noContent().cookie(cookie.forget(request));
  }

  private SignedIn signedIn(SignIn body, String origin) {
    return body.tokenHash() == null
        ? auth.password(
            requireNonNull(body.email(), "email"),
            requireNonNull(body.password(), "password"),
            origin)
        : auth.code(body.tokenHash(), origin);
  }

  /** The session, as far as the page needs to know it. */
  record Session(User user) {}

  /** Who is signed in. */
  record User(String id, @Nullable String email) {}
}
