package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions, access tokens and users, at auth-service. */
@Singleton
public final class AuthClient {

  private static final Target SESSIONS = Target.of(Upstream.AUTH, "/internal/sessions");
  private static final Target TOKENS = Target.of(Upstream.AUTH, "/internal/access-tokens");

  private static final Target SIGNING_KEYS = Target.of(Upstream.AUTH, "/internal/signing-keys");

  private static final Target ADMINISTRATORS = Target.of(Upstream.AUTH, "/internal/administrators");

  private final InternalHttp http;
  private final ServiceToken serviceToken;

  AuthClient(InternalHttp http, ServiceToken serviceToken) {
    this.http = http;
    this.serviceToken = serviceToken;
  }

  /** Signs in with a password. */
  public SignedIn password(String email, String password, SignInOrigin origin) {
    var target = Target.of(Upstream.AUTH, "/token").with("grant_type", "password");
    return signIn(target, Map.of("email", email, "password", password), origin);
  }

  /** Signs in with a code that is good once. */
  public SignedIn code(String tokenHash, SignInOrigin origin) {
    return signIn(
        Target.of(Upstream.AUTH, "/verify"),
        Map.of("type", "magiclink", "token_hash", tokenHash),
        origin);
  }

  /** Takes up the session that a link from a message has begun. */
  public SignedIn session(String accessToken, SignInOrigin origin) {
    try {
      var user = http.getFrom(origin, Target.of(Upstream.AUTH, "/user"), accessToken);
      return new SignedIn(accessToken, user.as(SignedInUser.class));
    } catch (RequestRefused refused) {
      throw credentials(refused);
    }
  }

  /** Gives a handle for the browser's cookie, which ends with the session. */
  public BrowserSession browserSession(SignedIn signedIn, SignInOrigin origin) {
    var target = Target.of(Upstream.AUTH, "/internal/browser-sessions");
    var body = Map.of("access_token", signedIn.accessToken());
    return http.sendFrom(origin, target, body).as(BrowserSession.class);
  }

  /** Ends the caller's session. */
  public void signOut(Call call) {
    http.send("POST", Target.of(Upstream.AUTH, "/logout").with("scope", "local"), null, call);
  }

  /** Makes an access token; the answer is the only place that shows it. */
  public Answer createToken(Object wanted, Call call) {
    return http.once(TOKENS, wanted, call);
  }

  /** Gives one of the caller's access tokens another value, which the answer alone shows. */
  public Answer rotateToken(String id, Object how, Call call) {
    return http.once(TOKENS.segment(id).segment("rotate"), how, call);
  }

  /** The caller's access tokens, without their values. */
  public Answer tokens(Call call) {
    return http.get(TOKENS, call);
  }

  /** One of the caller's access tokens, unless it was revoked; one that has expired is found. */
  public Optional<OwnToken> token(String id, Call call) {
    return tokens(call).as(new TypeReference<List<OwnToken>>() {}).stream()
        .filter(token -> token.id().equals(id))
        .findFirst();
  }

  /** Revokes one of the caller's access tokens. */
  public void deleteToken(String id, Call call) {
    http.send("DELETE", TOKENS.segment(id), null, call);
  }

  /** A ticket that opens one stream within half a minute. */
  public Answer streamTicket(Call call) {
    return http.send("POST", Target.of(Upstream.AUTH, "/internal/stream-tickets"), null, call);
  }

  /**
   * Shows a second factor's code in a session that was begun with one; of several factors the one
   * that it fits counts.
   */
  public SignedIn secondFactor(SignedIn signedIn, String code, SignInOrigin origin) {
    RequestRefused refused =
        new RequestRefused(ErrorCode.INVALID_CREDENTIALS, ErrorCode.INVALID_CREDENTIALS.title());
    for (var factor : signedIn.user().verifiedFactors()) {
      var target = Target.of(Upstream.AUTH, "/factors").segment(factor.id());
      try {
        String challenge =
            http.sendFrom(origin, target.segment("challenge"), Map.of(), signedIn.accessToken())
                .as(Challenge.class)
                .id();
        var shown = Map.of("challenge_id", challenge, "code", code);
        return http.sendFrom(origin, target.segment("verify"), shown, signedIn.accessToken())
            .as(SignedIn.class);
      } catch (RequestRefused wrong) {
        if (wrong.code() == ErrorCode.RATE_LIMITED) {
          throw wrong;
        }
        refused = wrong.code().status() >= 500 ? wrong : refused;
      }
    }
    throw refused;
  }

  /** The caller's sessions. */
  public Answer sessions(Call call) {
    return http.get(SESSIONS, call);
  }

  /** Ends one of the caller's sessions. */
  public void endSession(String id, Call call) {
    http.send("DELETE", SESSIONS.segment(id), null, call);
  }

  /** The mail that an installation keeps, for its administrators. */
  public Answer mails(@Nullable Integer limit, Call call) {
    return http.get(Target.of(Upstream.AUTH, "/internal/mails").with("limit", limit), call);
  }

  /** The keys that sign tokens, without their private halves. */
  public Answer signingKeys(Call call) {
    return http.get(SIGNING_KEYS, call);
  }

  /** Lets the next key sign. */
  public Answer rotateSigningKeys(Call call) {
    return http.send("POST", SIGNING_KEYS.segment("rotate"), null, call);
  }

  /** Makes void what a key signed. */
  public Answer revokeSigningKey(String id, Call call) {
    return http.send("DELETE", SIGNING_KEYS.segment(id), null, call);
  }

  /** Who administers the installation. */
  public Answer administrators(Call call) {
    return http.get(ADMINISTRATORS, call);
  }

  /** Makes somebody an administrator, by id or address. */
  public Answer makeAdministrator(String who, Call call) {
    return http.send("PUT", ADMINISTRATORS.segment(who), null, call);
  }

  /** Unmakes an administrator, by id or address. */
  public void unmakeAdministrator(String who, Call call) {
    http.send("DELETE", ADMINISTRATORS.segment(who), null, call);
  }

  /**
   * Has an invitation sent, whose address may make an account until then; says how.
   *
   * @param id the same again sends nothing more
   */
  public String sendInvitation(
      String id, String to, Map<String, String> values, Instant invitedUntil) {
    var mail = new NewMail(id, "invitation", to, values, invitedUntil);
    var target = Target.of(Upstream.AUTH, "/internal/mails");
    return http.send("POST", target, mail, serviceToken.get()).as(Sent.class).transport();
  }

  /** The users behind some ids; unknown ones are left out. */
  public List<UserView> users(Set<String> ids) {
    var target = Target.of(Upstream.AUTH, "/internal/users/lookup");
    return http.send("POST", target, Map.of("ids", ids), serviceToken.get())
        .as(new TypeReference<>() {});
  }

  private SignedIn signIn(Target target, Object body, SignInOrigin origin) {
    try {
      return http.sendFrom(origin, target, body).as(SignedIn.class);
    } catch (RequestRefused refused) {
      throw credentials(refused);
    }
  }

  private static RequestRefused credentials(RequestRefused refused) {
    return switch (refused.code()) {
      // GoTrue's own codes for a wrong password, a banned user, and a code that is used or old.
      case INVALID_REQUEST, FORBIDDEN ->
          new RequestRefused(ErrorCode.INVALID_CREDENTIALS, ErrorCode.INVALID_CREDENTIALS.title());
      default -> refused;
    };
  }

  private record Challenge(String id) {}

  private record NewMail(
      String id, String purpose, String to, Map<String, String> values, Instant invitedUntil) {}

  private record Sent(String transport) {}
}
