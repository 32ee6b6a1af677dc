package io.rickyard.auth.signin;

import io.rickyard.auth.account.Users;
import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.onetime.Flow;
import io.rickyard.auth.onetime.OneTimeMail;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends what proves that somebody reads an address's mail. Whether there is an account shows
 * neither in what is done nor in what is answered: a wait, or nothing.
 */
public final class MailedSignIn {

  private final Users users;
  private final SignUp signUp;
  private final Attempts attempts;
  private final OneTimeMail mail;

  /** To those users. */
  public MailedSignIn(Users users, SignUp signUp, Attempts attempts, OneTimeMail mail) {
    this.users = users;
    this.signUp = signUp;
    this.attempts = attempts;
    this.mail = mail;
  }

  /**
   * To sign in.
   *
   * @param create whether to make an account where there is none, for who may have one
   */
  public Optional<Duration> magicLink(
      EmailAddress email, boolean create, @Nullable String metadata, Flow flow, Cause cause) {
    return limited(
        email,
        cause,
        () -> {
          var user = users.find(email);
          if (user.isEmpty() && create && signUp.mayJoin(email, cause)) {
            user = Optional.of(signUp.join(email, metadata, cause));
          }
          send(OneTimePurpose.MAGIC_LINK, user, email, flow, cause);
        });
  }

  /** To choose a new password. */
  public Optional<Duration> recovery(EmailAddress email, Flow flow, Cause cause) {
    return limited(
        email, cause, () -> send(OneTimePurpose.RECOVERY, users.find(email), email, flow, cause));
  }

  /** To confirm the address of a new account, once more. */
  public Optional<Duration> confirmation(EmailAddress email, Flow flow, Cause cause) {
    return limited(
        email,
        cause,
        () -> {
          var user = users.find(email).filter(found -> found.emailConfirmedAt() == null);
          send(OneTimePurpose.SIGNUP, user, email, flow, cause);
        });
  }

  /** To agree to a new address, once more. */
  public Optional<Duration> changeAgain(EmailAddress email, Flow flow, Cause cause) {
    return limited(
        email,
        cause,
        () -> {
          var user = users.find(email);
          var wanted = user.map(User::newEmail);
          if (wanted.isPresent()) {
            askBoth(user.get(), wanted.get(), flow, cause);
          } else {
            mail.sendNowhere(OneTimePurpose.EMAIL_CHANGE_CURRENT, email, flow, cause);
            mail.sendNowhere(OneTimePurpose.EMAIL_CHANGE_NEW, email, flow, cause);
          }
        });
  }

  /** To agree to a new address, which is only noted until both have agreed. */
  public Optional<Duration> change(User user, EmailAddress wanted, Flow flow, Cause cause) {
    return limited(
        wanted,
        cause,
        () -> {
          users.wishForEmail(user.id(), wanted, cause);
          askBoth(user, wanted, flow, cause);
        });
  }

  /** To prove once more who is signed in. */
  public Optional<Duration> reauthentication(
      User user, EmailAddress email, Flow flow, Cause cause) {
    return limited(
        email,
        cause,
        () -> mail.send(OneTimePurpose.REAUTHENTICATION, user.id(), email, flow, cause));
  }

  /** Whoever has the wanted address already is told, and cannot agree. */
  private void askBoth(User user, EmailAddress wanted, Flow flow, Cause cause) {
    var present = user.email();
    if (present != null) {
      mail.sendChange(OneTimePurpose.EMAIL_CHANGE_CURRENT, user.id(), present, wanted, flow, cause);
    }
    if (users.find(wanted).isPresent()) {
      mail.tellOfAccount(OneTimePurpose.EMAIL_CHANGE_NEW, wanted, flow, cause);
    } else {
      mail.sendChange(OneTimePurpose.EMAIL_CHANGE_NEW, user.id(), wanted, wanted, flow, cause);
    }
  }

  private void send(
      OneTimePurpose purpose, Optional<User> user, EmailAddress email, Flow flow, Cause cause) {
    if (user.isPresent()) {
      mail.send(purpose, user.get().id(), email, flow, cause);
    } else {
      mail.sendNowhere(purpose, email, flow, cause);
    }
  }

  private Optional<Duration> limited(EmailAddress email, Cause cause, Runnable work) {
    var wait = attempts.admit(AttemptKind.MAIL, email.value(), cause.origin(), cause.at());
    if (wait.isEmpty()) {
      work.run();
    }
    return wait;
  }
}
