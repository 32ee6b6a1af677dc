package io.rickyard.auth.http;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.http.LoginForms.BrowserLogin;
import io.rickyard.auth.http.LoginForms.DeviceAnswer;
import io.rickyard.auth.http.LoginForms.DeviceLogin;
import io.rickyard.auth.http.LoginForms.TokenAnswer;
import io.rickyard.auth.http.LoginForms.TokenRequest;
import io.rickyard.auth.login.Callback;
import io.rickyard.auth.login.DevicePoll;
import io.rickyard.auth.login.Grant;
import io.rickyard.auth.login.HostName;
import io.rickyard.auth.login.LoginClient;
import io.rickyard.auth.login.LoginName;
import io.rickyard.auth.login.LoginNames;
import io.rickyard.auth.login.LoginRequest;
import io.rickyard.auth.login.LoginRequests;
import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.contracts.MessageId;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What programs ask: for a decision, and then for the token. Nobody is known here yet. */
@Singleton
final class AskedLogins {

  private static final Duration TO_DECIDE = Duration.ofMinutes(10);
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String NOWHERE = "unknown";
  private static final String INVALID_REQUEST = "invalid_request";

  private final LoginRequests requests;
  private final LoginNames names;
  private final Attempts attempts;
  private final RequestCause causes;
  private final SecureRandom random;
  private final String page;

  AskedLogins(
      LoginRequests requests,
      LoginNames names,
      Attempts attempts,
      RequestCause causes,
      SecureRandom random,
      @Property(name = "rickyard.installation.url", defaultValue = "http://localhost:8000")
          String url) {
    this.requests = requests;
    this.names = names;
    this.attempts = attempts;
    this.causes = causes;
    this.random = random;
    this.page = (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/#/device";
  }

  /**
   * Keeps a request that a browser brings; says where the browser goes on: to the page that asks
   * the person, or back to the program with what is wrong. A program that is not known, or an
   * address that is not the browser's own machine, gets no browser sent (RFC 6749, section
   * 4.1.2.1).
   */
  String byBrowser(HttpRequest<?> request, BrowserLogin login) {
    var client = client(login.clientId()).orElseThrow(() -> invalid("client_id is not known"));
    String redirect = login.redirectUri() == null ? "" : login.redirectUri();
    try {
      Callback.requireLoopback(redirect);
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    if (!"code".equals(login.responseType())) {
      return Callback.refused(redirect, "unsupported_response_type", state(login));
    }
    var callback = callback(login, redirect);
    if (callback.isEmpty()) {
      return Callback.refused(redirect, INVALID_REQUEST, state(login));
    }
    var cause = admitted(request);
    var name = OpaqueToken.next(OpaqueToken.Kind.LOGIN, random);
    requests.add(
        asked(client, login.host(), callback.get(), cause),
        new LoginName(name.hash(), false),
        null);
    return "/#/authorize/" + name.value();
  }

  /** Keeps a request of a program that polls. */
  DeviceAnswer byDevice(HttpRequest<?> request, DeviceLogin login) {
    var client = client(login.clientId());
    if (client.isEmpty()) {
      return DeviceAnswer.error("invalid_client", "client_id is not known");
    }
    var cause = admitted(request);
    String code = names.nextUserCode();
    var device = OpaqueToken.next(OpaqueToken.Kind.DEVICE, random);
    requests.add(
        asked(client.get(), login.host(), null, cause), names.parse(code).orElseThrow(), device);
    return new DeviceAnswer(
        device.value(),
        code,
        page,
        page + "/" + code,
        TO_DECIDE.toSeconds(),
        DevicePoll.USUAL.toSeconds(),
        null,
        null);
  }

  /** Answers a program that shows its code. */
  TokenAnswer token(HttpRequest<?> request, TokenRequest wanted) {
    var client = client(wanted.clientId());
    if (client.isEmpty()) {
      return TokenAnswer.error("invalid_client", "client_id is not known");
    }
    var cause = causes.anonymous(request);
    return switch (wanted.grantType()) {
      case "authorization_code" -> redeemed(wanted, client.get(), cause);
      case DEVICE_GRANT -> polled(wanted, client.get(), cause);
      case null, default ->
          TokenAnswer.error(
              "unsupported_grant_type", "grant_type is authorization_code or " + DEVICE_GRANT);
    };
  }

  private TokenAnswer redeemed(TokenRequest wanted, LoginClient client, Cause cause) {
    String code = wanted.code();
    String redirect = wanted.redirectUri();
    String verifier = wanted.codeVerifier();
    if (code == null || redirect == null || verifier == null) {
      return TokenAnswer.error(INVALID_REQUEST, "code, redirect_uri and code_verifier are needed");
    }
    return answered(
        token(code, OpaqueToken.Kind.GRANT)
            .map(grant -> requests.redeem(grant, client.id(), redirect, verifier, secret(), cause)),
        cause);
  }

  private TokenAnswer polled(TokenRequest wanted, LoginClient client, Cause cause) {
    String code = wanted.deviceCode();
    if (code == null) {
      return TokenAnswer.error(INVALID_REQUEST, "device_code is needed");
    }
    return answered(
        token(code, OpaqueToken.Kind.DEVICE)
            .map(device -> requests.poll(device, client.id(), secret(), cause)),
        cause);
  }

  /** What has no form of ours is no code. */
  private TokenAnswer answered(Optional<Grant> found, Cause cause) {
    var grant = found.orElseGet(Grant.Invalid::new);
    if (grant instanceof Grant.Token) {
      attempts.succeeded(AttemptKind.LOGIN, origin(cause), null);
    }
    return TokenAnswer.of(grant);
  }

  private OpaqueToken secret() {
    return OpaqueToken.next(OpaqueToken.Kind.PERSONAL, random);
  }

  /** Anybody may ask, so requests are counted by where they come from. */
  private Cause admitted(HttpRequest<?> request) {
    var cause = causes.anonymous(request);
    var wait = attempts.admit(AttemptKind.LOGIN, origin(cause), null, cause.at());
    if (wait.isPresent()) {
      throw new RequestRefused(
          ErrorCode.RATE_LIMITED, "Too many logins were asked for from here", wait.get());
    }
    return cause;
  }

  private static LoginRequest asked(
      LoginClient client, @Nullable String host, @Nullable Callback callback, Cause cause) {
    return new LoginRequest(
        MessageId.next().value(),
        client.id(),
        HostName.clean(host),
        cause.origin(),
        cause.agent(),
        cause.at(),
        cause.at().plus(TO_DECIDE),
        callback,
        false);
  }

  private static Optional<Callback> callback(BrowserLogin login, String redirect) {
    String method = login.codeChallengeMethod();
    String challenge = login.codeChallenge();
    if (method == null || challenge == null) {
      return Optional.empty();
    }
    try {
      var made = new Challenge(Challenge.Method.named(method), challenge);
      return Optional.of(new Callback(redirect, made, login.state()));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // the program is told, by its callback
    }
  }

  private static @Nullable String state(BrowserLogin login) {
    String state = login.state();
    return state == null || state.length() > 500 ? null : state;
  }

  private static Optional<OpaqueToken> token(String text, OpaqueToken.Kind kind) {
    return OpaqueToken.parse(text).filter(token -> token.kind() == kind);
  }

  private static Optional<LoginClient> client(@Nullable String id) {
    return Optional.ofNullable(id).flatMap(LoginClient::of);
  }

  private static String origin(Cause cause) {
    String origin = cause.origin();
    return origin == null ? NOWHERE : origin;
  }

  private static RequestRefused invalid(String detail) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, detail);
  }
}
