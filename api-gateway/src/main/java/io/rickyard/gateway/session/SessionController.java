package io.rickyard.gateway.session;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpHeaders;
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
import io.rickyard.gateway.upstream.SignInOrigin;
import io.rickyard.gateway.upstream.SignedIn;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dashboard's session: the page never sees a token, only a cookie that it cannot read. */
@Controller("/v1/session")
@Tag(name = "session")
final class SessionController {

  private final AuthClient auth;
  private final SessionCookie cookie;
  private final SignInGuard guard;
  private final CallerAddress addresses;
  private final Administrators administrators;

  SessionController(
      AuthClient auth,
      SessionCookie cookie,
      SignInGuard guard,
      CallerAddress addresses,
      Administrators administrators) {
    this.addresses = addresses;
    this.administrators = administrators;
    this.auth = auth;
    this.cookie = cookie;
    this.guard = guard;
  }

  @Post
  @Secured(SecurityRule.IS_ANONYMOUS)
  @Operation(
      summary = "Sign in with a password, a single-use code, or the session that a link brought")
  HttpResponse<Session> signIn(@Body SignIn body, HttpRequest<?> request) {
    guard.check(request);
    var origin =
        new SignInOrigin(addresses.of(request), request.getHeaders().get(HttpHeaders.USER_AGENT));
    SignedIn signedIn = withSecondFactor(signedIn(body, origin), body.code(), origin);
    var session = auth.browserSession(signedIn, origin);
    Duration life = Duration.between(Instant.now(), session.expiresAt());
    var user = signedIn.user();
    var caller =
        new Caller(
            Caller.Kind.SESSION,
            user.id(),
            null,
            null,
            List.of(),
            user.email(),
            Boolean.TRUE.equals(session.administrator()));
    return HttpResponse.ok(session(caller)).cookie(cookie.keep(request, session.handle(), life));
  }

  @Get
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Operation(summary = "Who is signed in")
  Session get(@Parameter(hidden = true) Call call) {
    return session(call.identity().caller());
  }

  @Delete
  @Secured(SecurityRule.IS_AUTHENTICATED)
  @Operation(summary = "Sign out")
  HttpResponse<Void> signOut(@Parameter(hidden = true) Call call, HttpRequest<?> request) {
    auth.signOut(call);
    return HttpResponse.<Void>noContent().cookie(cookie.forget(request));
  }

  /** Who has a second factor is not signed in without it. */
  private SignedIn withSecondFactor(SignedIn signedIn, @Nullable String code, SignInOrigin origin) {
    if (signedIn.user().verifiedFactors().isEmpty()) {
      return signedIn;
    }
    if (code == null) {
      throw new RequestRefused(
          ErrorCode.SECOND_FACTOR_NEEDED, "The account has a second factor; send its code as well");
    }
    return auth.secondFactor(signedIn, code, origin);
  }

  private Session session(Caller caller) {
    return new Session(new User(caller.subject(), caller.email(), administrators.include(caller)));
  }

  private SignedIn signedIn(SignIn body, SignInOrigin origin) {
    if (body.accessToken() != null) {
      return auth.session(body.accessToken(), origin);
    }
    return body.tokenHash() == null
        ? auth.password(
            requireNonNull(body.email(), "email"),
            requireNonNull(body.password(), "password"),
            origin)
        : auth.code(body.tokenHash(), origin);
  }

  /** The session, as far as the page needs to know it. */
  record Session(User user) {}

  /** Who is signed in, and whether they administer the installation. */
  record User(String id, @Nullable String email, boolean administrator) {}
}
