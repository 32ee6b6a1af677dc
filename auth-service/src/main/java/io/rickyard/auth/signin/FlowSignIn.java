package io.rickyard.auth.signin;

import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.onetime.AuthCodes;
import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.User;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The return of a flow that began with a challenge: its page gets a code, which is worth nothing
 * without what the challenge was made from. An identity that the flow links is linked only then:
 * whoever lured somebody to the provider does not get theirs.
 */
public final class FlowSignIn {

  private static final Duration FLOW = Duration.ofMinutes(5);

  private final AuthCodes codes;
  private final Users users;
  private final SignIn signIn;
  private final ProviderSignIn providers;
  private final SecureRandom random;

  /** Signs in those users. */
  public FlowSignIn(
      AuthCodes codes, Users users, SignIn signIn, ProviderSignIn providers, SecureRandom random) {
    this.codes = codes;
    this.users = users;
    this.signIn = signIn;
    this.providers = providers;
    this.random = random;
  }

  /** A code with which a flow returns to its page. */
  public String code(User user, SignInMethod method, Challenge challenge, Cause cause) {
    return keep(user, method, challenge, null, cause);
  }

  /** A code with which a flow returns that links an identity. */
  public String linkingCode(User user, ProviderProfile profile, Challenge challenge, Cause cause) {
    return keep(user, SignInMethod.OAUTH, challenge, profile, cause);
  }

  private String keep(
      User user,
      SignInMethod method,
      Challenge challenge,
      @Nullable ProviderProfile links,
      Cause cause) {
    var code = OpaqueToken.next(OpaqueToken.Kind.FLOW, random);
    codes.add(
        code, new AuthCodes.Pending(user.id(), method, challenge, links), cause.at().plus(FLOW));
    return code.value();
  }

  /** With a flow's code and what its challenge was made from; the code is spent either way. */
  public SignInOutcome redeem(String code, String verifier, Cause cause) {
    var found =
        OpaqueToken.parse(code)
            .filter(token -> token.kind() == OpaqueToken.Kind.FLOW)
            .flatMap(token -> codes.redeem(token, cause.at()));
    if (found.isEmpty()) {
      return new SignInOutcome.FlowUnknown();
    }
    var pending = found.get();
    if (!pending.challenge().fits(verifier)) {
      return new SignInOutcome.VerifierWrong();
    }
    var links = pending.links();
    if (links != null
        && !(providers.link(pending.user(), links, cause) instanceof ProviderOutcome.Known)) {
      return new SignInOutcome.IdentityTaken();
    }
    return users
        .find(pending.user())
        .map(user -> signIn.enter(user, pending.method(), cause))
        .orElseGet(SignInOutcome.FlowUnknown::new);
  }
}
