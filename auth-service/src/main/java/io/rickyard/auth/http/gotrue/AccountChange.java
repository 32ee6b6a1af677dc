package io.rickyard.auth.http.gotrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.rickyard.auth.account.UserChange;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.signin.MailedSignIn;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;

/**
 * What somebody changes of their own account: the password, what they keep here themselves, and,
 * once mail to both has been answered, the address. Nothing else that is sent counts.
 */
@Singleton
final class AccountChange {

  private final Users users;
  private final SecondFactors secondFactors;
  private final PasswordChange passwords;
  private final Reauthentication reauthentication;
  private final MailedSignIn mailed;
  private final MailDuty mail;
  private final Flows flows;
  private final RequestCause causes;

  AccountChange(
      Users users,
      SecondFactors secondFactors,
      PasswordChange passwords,
      Reauthentication reauthentication,
      MailedSignIn mailed,
      MailDuty mail,
      Flows flows,
      RequestCause causes) {
    this.users = users;
    this.secondFactors = secondFactors;
    this.passwords = passwords;
    this.reauthentication = reauthentication;
    this.mailed = mailed;
    this.mail = mail;
    this.flows = flows;
    this.causes = causes;
  }

  void apply(HttpRequest<?> request, Session session, User user, ObjectNode form) {
    GoTrueJson.refusePhone(form);
    var cause = causes.of(request, AccountController.person(session));
    var email = AccountController.email(form);
    String password = GoTrueJson.text(form, "password");
    String metadata = AccountController.metadata(form, "data");
    if (password != null || email != null) {
      secondFactors.require(session, "update email or password");
    }
    passwords.confirm(GoTrueJson.text(form, "current_password"), user);
    if (password != null) {
      String nonce = GoTrueJson.text(form, "nonce");
      reauthentication.check(session, user, nonce == null ? "" : nonce, cause);
    }
    var hash = passwords.hash(password, user);
    if (email != null && !email.equals(user.email())) {
      mail.check();
      MailDuty.limit(mailed.change(user, email, flows.of(request, form), cause));
    }
    if (hash != null || metadata != null) {
      users.update(user.id(), UserChange.own(hash, metadata), session.id(), cause);
    }
  }
}
