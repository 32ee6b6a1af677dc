package io.rickyard.auth.signin;

import io.rickyard.auth.account.EmailTaken;
import io.rickyard.auth.account.Invitations;
import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.account.UserChange;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.onetime.Flow;
import io.rickyard.auth.onetime.OneTimeMail;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.password.PasswordHasher;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * Lets people make accounts. For an address that has one already the same is hashed and written,
 * its owner gets a message that says so, and the answer is the same.
 */
public final class SignUp {

  private final Users users;
  private final Invitations invitations;
  private final PasswordHasher hasher;
  private final Attempts attempts;
  private final OneTimeMail mail;
  private final SignUpPolicy policy;
  private final SignUpIds ids;

  /** Makes accounts under this policy. */
  public SignUp(
      Users users,
      Invitations invitations,
      PasswordHasher hasher,
      Attempts attempts,
      OneTimeMail mail,
      SignUpPolicy policy,
      SignUpIds ids) {
    this.users = users;
    this.invitations = invitations;
    this.hasher = hasher;
    this.attempts = attempts;
    this.mail = mail;
    this.policy = policy;
    this.ids = ids;
  }

  /** With an address, which has to be confirmed, and a password that was found good enough. */
  public SignUpOutcome withPassword(
      EmailAddress email, String password, @Nullable String metadata, Flow flow, Cause cause) {
    if (!mayJoin(email, cause)) {
      return new SignUpOutcome.Closed();
    }
    var wait = attempts.admit(AttemptKind.MAIL, email.value(), cause.origin(), cause.at());
    if (wait.isPresent()) {
      return new SignUpOutcome.TooManyAttempts(wait.get());
    }
    var hash = hasher.hash(password);
    var known = users.find(email);
    if (known.isPresent() && known.get().emailConfirmedAt() != null) {
      mail.tellOfAccount(OneTimePurpose.SIGNUP, email, flow, cause);
    } else {
      var user =
          known
              .map(found -> renewed(found, hash, metadata, cause))
              .orElseGet(() -> made(email, hash, metadata, cause));
      mail.send(OneTimePurpose.SIGNUP, user.id(), email, flow, cause);
    }
    return new SignUpOutcome.Asked(ids.of(email));
  }

  /** Whether an address may make an account. */
  public boolean mayJoin(EmailAddress email, Cause cause) {
    return policy.open() || invitations.invited(email, cause.at());
  }

  /** Makes an account without a password for who may have one. */
  public User join(EmailAddress email, @Nullable String metadata, Cause cause) {
    return made(email, null, metadata, cause);
  }

  /** Whoever asked last is believed: nobody has confirmed anything yet. */
  private User renewed(User user, PasswordHash hash, @Nullable String metadata, Cause cause) {
    return users.update(user.id(), UserChange.own(hash, metadata), null, cause).orElse(user);
  }

  private User made(
      EmailAddress email, @Nullable PasswordHash hash, @Nullable String metadata, Cause cause) {
    var id = ids.of(email);
    // Who had the address first may have another one now, and keeps the id.
    UserId free = users.find(id).isPresent() ? new UserId(MessageId.next().value()) : id;
    try {
      return users.create(NewUser.unconfirmed(free, email, hash, metadata), cause);
    } catch (EmailTaken taken) {
      return users.find(email).orElseThrow(() -> taken);
    }
  }
}
