package io.rickyard.gateway.stream;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.call.CallHeaders;
import io.rickyard.gateway.edge.SignInGuard;
import io.rickyard.gateway.identity.FlowCookie;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.Upstream;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.service.trace.RequestTrace;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** GoTrue's API, passed on to auth-service; its internal resources are not reachable from here. */
@Controller("/auth/v1")
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@Tag(name = "auth")
final class AuthController {

  private static final String BEARER = "Bearer ";
  private static final Set<String> OURS = Set.of("internal", "health", "metrics", "gotrue");

  /** What takes a password or a code, or sends one. */
  private static final Pattern GUARDED =
      Pattern.compile(
          "token|verify|signup|otp|magiclink|recover|resend|callback|factors/[^/]+/(?:challenge|verify)");

  /** What a browser opens itself, and what begins or ends a sign-in there. */
  private static final Set<String> OPENED = Set.of("verify", "authorize", "callback");

  /** What knows a browser again by auth-service's own cookie. */
  private static final Set<String> WITH_FLOW_COOKIE =
      Set.of("authorize", "callback", "user/identities/authorize");

  private static final List<String> PASSED =
      List.of(
          HttpHeaders.ACCEPT,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.USER_AGENT,
          "X-Client-Info",
          "X-Supabase-Api-Version",
          CallHeaders.CORRELATION);

  private final PassThrough passThrough;
  private final InstallationKeys keys;
  private final SignInGuard signIn;
  private final CallerAddress addresses;

  AuthController(
      PassThrough passThrough, InstallationKeys keys, SignInGuard signIn, CallerAddress addresses) {
    this.addresses = addresses;
    this.passThrough = passThrough;
    this.keys = keys;
    this.signIn = signIn;
  }

  @Get("/{path:.+}")
  @Operation(summary = "GoTrue's API: read")
  Publisher<? extends HttpResponse<?>> get(String path, HttpRequest<?> request) {
    if (OPENED.contains(bare(path))) {
      signIn.check(request);
    }
    return pass(path, request, null);
  }

  @Post("/{path:.+}")
  @Operation(summary = "GoTrue's API: sign in, refresh, verify, sign out")
  Publisher<? extends HttpResponse<?>> post(String path, HttpRequest<byte[]> request) {
    if (GUARDED.matcher(bare(path)).matches()) {
      signIn.check(request);
    }
    return pass(path, request, request.getBody().orElse(null));
  }

  @Put("/{path:.+}")
  @Operation(summary = "GoTrue's API: change")
  Publisher<? extends HttpResponse<?>> put(String path, HttpRequest<byte[]> request) {
    return pass(path, request, request.getBody().orElse(null));
  }

  @Delete("/{path:.+}")
  @Operation(summary = "GoTrue's API: remove")
  Publisher<? extends HttpResponse<?>> delete(String path, HttpRequest<byte[]> request) {
    return pass(path, request, request.getBody().orElse(null));
  }

  private Publisher<? extends HttpResponse<?>> pass(
      String path, HttpRequest<?> request, byte @Nullable [] body) {
    keys.check(request.getHeaders().get("apikey"));
    var target = target(path, request);
    var inner =
        passThrough
            .request(target)
            .method(
                request.getMethodName(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .header(CallHeaders.FORWARDED_FOR, addresses.of(request));
    for (String name : PASSED) {
      String value = request.getHeaders().get(name);
      if (value != null) {
        inner.header(name, value);
      }
    }
    if (WITH_FLOW_COOKIE.contains(bare(path))) {
      FlowCookie.of(request).ifPresent(cookie -> inner.header(HttpHeaders.COOKIE, cookie));
    }
    String authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (authorization != null && !anonymous(authorization)) {
      inner.header(HttpHeaders.AUTHORIZATION, authorization);
    }
    PassThrough.handOn(inner, RequestTrace.of(request));
    return passThrough.pass(target.service(), inner.build());
  }

  /** Routers take a path with a slash more for the same one. */
  private static String bare(String path) {
    return path.replaceAll("^/+|/+$", "");
  }

  private static Target target(String path, HttpRequest<?> request) {
    String clean = path.startsWith("/") ? path.substring(1) : path;
    String first = clean.split("/", 2)[0].toLowerCase(Locale.ROOT);
    if ((OURS.contains(first) && !"health".equals(clean))
        || !clean.matches("[A-Za-z0-9._/-]+")
        || clean.contains("..")
        || clean.contains("//")) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such thing in GoTrue's API");
    }
    String query = request.getUri().getRawQuery();
    // The process's own health stands at that path there; GoTrue's has another form.
    String inner = clean.equals("health") ? "gotrue/health" : clean;
    return Target.of(Upstream.AUTH, "/" + inner + (query == null ? "" : "?" + query));
  }

  private boolean anonymous(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && keys.anonymous(authorization.substring(BEARER.length()).strip());
  }
}
