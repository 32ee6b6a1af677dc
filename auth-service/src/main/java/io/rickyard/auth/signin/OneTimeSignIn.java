package io.rickyard.auth.signin;

import io.rickyard.auth.account.EmailTaken;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.onetime.AuthCodes;
import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.onetime.OneTimeTokens;
import io.rickyard.auth.onetime.Redeemed;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.contracts.Actor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Lets people in who can read an address's mail. A flow that began with a challenge returns to its
 * page with a code, which is worth nothing without what the challenge was made from.
 */
public final class OneTimeSignIn {

  private static final Duration FLOW = Duration.ofMinutes(5);

  private final OneTimeTokens tokens;
  private final AuthCodes codes;
  private final Users users;
  private final Attempts attempts;
  private final SignIn signIn;
  private final SecureRandom random;

  /** Signs in those users. */
  public OneTimeSignIn(
      OneTimeTokens tokens,
      AuthCodes codes,
      Users users,
      Attempts attempts,
      SignIn signIn,
      SecureRandom random) {
    this.tokens = tokens;
    this.codes = codes;
    this.users = users;
    this.attempts = attempts;
    this.signIn = signIn;
    this.random = random;
  }

  /** What a link proves. */
  public Proof byLink(OpaqueToken link, Set<OneTimePurpose> purposes, Cause cause) {
    return tokens
        .redeem(link, purposes, cause.at())
        .map(redeemed -> follow(redeemed, cause))
        .orElseGet(Proof.Nothing::new);
  }

  /** What a code proves; guesses are slowed down whether the address is known or not. */
  public Proof byCode(
      EmailAddress address, String code, Set<OneTimePurpose> purposes, Cause cause) {
    var wait = attempts.admit(AttemptKind.CODE, address.value(), cause.origin(), cause.at());
    if (wait.isPresent()) {
      return new Proof.TooManyAttempts(wait.get());
    }
    var redeemed = tokens.redeem(address, code, purposes, cause.at());
    if (redeemed.isEmpty()) {
      return new Proof.Nothing();
    }
    attempts.succeeded(AttemptKind.CODE, address.value(), cause.origin());
    return follow(redeemed.get(), cause);
  }

  /** Whether somebody who is signed in proved once more that it is them. */
  public boolean reauthenticated(EmailAddress address, String code, Cause cause) {
    var purpose = Set.of(OneTimePurpose.REAUTHENTICATION);
    boolean admitted =
        attempts.admit(AttemptKind.CODE, address.value(), cause.origin(), cause.at()).isEmpty();
    if (!admitted || tokens.redeem(address, code, purpose, cause.at()).isEmpty()) {
      return false;
    }
    attempts.succeeded(AttemptKind.CODE, address.value(), cause.origin());
    return true;
  }

  /** A code with which a flow returns to its page. */
  public String flowCode(User user, SignInMethod method, Challenge challenge, Cause cause) {
    var code = OpaqueToken.next(OpaqueToken.Kind.FLOW, random);
    codes.add(code, new AuthCodes.Pending(user.id(), method, challenge), cause.at().plus(FLOW));
    return code.value();
  }

  /** With a flow's code and what its challenge was made from; the code is spent either way. */
  public SignInOutcome withFlowCode(String code, String verifier, Cause cause) {
    var pending =
        OpaqueToken.parse(code)
            .filter(token -> token.kind() == OpaqueToken.Kind.FLOW)
            .flatMap(token -> codes.redeem(token, cause.at()));
    if (pending.isEmpty()) {
      return new SignInOutcome.FlowUnknown();
    }
    if (!pending.get().challenge().fits(verifier)) {
      return new SignInOutcome.VerifierWrong();
    }
    return users
        .find(pending.get().user())
        .map(user -> signIn.enter(user, pending.get().method(), cause))
        .orElseGet(SignInOutcome.FlowUnknown::new);
  }

  private Proof follow(Redeemed redeemed, Cause cause) {
    var person = cause.by(new Actor(Actor.Kind.PERSON, redeemed.user().toString(), null));
    return switch (redeemed.purpose()) {
      case SIGNUP -> confirmed(redeemed, SignInMethod.SIGNUP, true, person);
      case INVITE -> confirmed(redeemed, SignInMethod.INVITE, false, person);
      case MAGIC_LINK -> confirmed(redeemed, SignInMethod.ONE_TIME, false, person);
      case RECOVERY -> confirmed(redeemed, SignInMethod.RECOVERY, false, person);
      case EMAIL_CHANGE_CURRENT, EMAIL_CHANGE_NEW -> agreed(redeemed, person);
      case REAUTHENTICATION -> new Proof.Nothing();
    };
  }

  private Proof confirmed(
      Redeemed redeemed, SignInMethod method, boolean keepsPassword, Cause cause) {
    return mayEnter(
        users.confirm(redeemed.user(), redeemed.address(), keepsPassword, cause), redeemed, method);
  }

  private Proof agreed(Redeemed redeemed, Cause cause) {
    try {
      return switch (users.agreeToEmail(redeemed.user(), redeemed.address(), cause)) {
        case CHANGED -> mayEnter(users.find(redeemed.user()), redeemed, SignInMethod.EMAIL_CHANGE);
        case HALF -> new Proof.HalfAgreed();
        case OVER -> new Proof.Nothing();
      };
    } catch (EmailTaken _) {
      return new Proof.Nothing();
    }
  }

  private static Proof mayEnter(Optional<User> user, Redeemed redeemed, SignInMethod method) {
    return user.<Proof>map(found -> new Proof.MaySignIn(found, method, redeemed.challenge()))
        .orElseGet(Proof.Nothing::new);
  }
}
