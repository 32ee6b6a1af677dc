package io.rickyard.auth.signin;

import io.rickyard.auth.account.EmailTaken;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.onetime.OneTimeTokens;
import io.rickyard.auth.onetime.Redeemed;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.contracts.Actor;
import java.util.Optional;
import java.util.Set;

/** What is proved by who can read an address's mail. */
public final class OneTimeSignIn {

  private final OneTimeTokens tokens;
  private final Users users;
  private final Attempts attempts;

  /** For those users. */
  public OneTimeSignIn(OneTimeTokens tokens, Users users, Attempts attempts) {
    this.tokens = tokens;
    this.users = users;
    this.attempts = attempts;
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
