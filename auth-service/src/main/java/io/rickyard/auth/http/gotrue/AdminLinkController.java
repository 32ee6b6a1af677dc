package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.account.UserChange;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.onetime.OneTimeMail;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.json.ContractJson;
import org.jspecify.annotations.Nullable;

/** Accounts with a link for whoever is to use them: sent by mail, or handed out otherwise. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class AdminLinkController {

  private final Users users;
  private final OneTimeMail mail;
  private final MailDuty duty;
  private final Flows flows;
  private final UserForms forms;
  private final PasswordChange passwords;
  private final Administration administration;

  AdminLinkController(
      Users users,
      OneTimeMail mail,
      MailDuty duty,
      Flows flows,
      UserForms forms,
      PasswordChange passwords,
      Administration administration) {
    this.users = users;
    this.mail = mail;
    this.duty = duty;
    this.flows = flows;
    this.forms = forms;
    this.passwords = passwords;
    this.administration = administration;
  }

  @Post("/invite")
  UserForm invite(HttpRequest<?> request, @Nullable @Body String body) {
    var cause = administration.admit(request);
    var form = GoTrueJson.object(body);
    var email = GoTrueJson.email(form);
    duty.check();
    var user = invited(email, form, cause);
    mail.send(OneTimePurpose.INVITE, user.id(), email, flows.of(request, form), cause);
    return forms.of(user);
  }

  @Post("/admin/generate_link")
  ObjectNode generateLink(HttpRequest<?> request, @Nullable @Body String body) {
    var cause = administration.admit(request);
    var form = GoTrueJson.object(body);
    var email = GoTrueJson.email(form);
    String type = GoTrueJson.required(form, "type");
    var flow = flows.of(request, form);
    return switch (type) {
      case "signup" -> {
        var user = signedUp(email, form, cause);
        yield answer(user, type, mail.make(OneTimePurpose.SIGNUP, user.id(), email, flow, cause));
      }
      case "invite" -> {
        var user = invited(email, form, cause);
        yield answer(user, type, mail.make(OneTimePurpose.INVITE, user.id(), email, flow, cause));
      }
      case "magiclink" -> {
        var user = users.find(email).orElseGet(() -> made(email, form, false, cause));
        yield answer(
            user, type, mail.make(OneTimePurpose.MAGIC_LINK, user.id(), email, flow, cause));
      }
      case "recovery" -> {
        var user = users.find(email).orElseThrow(Administration::unknown);
        yield answer(user, type, mail.make(OneTimePurpose.RECOVERY, user.id(), email, flow, cause));
      }
      case "email_change_current", "email_change_new" -> {
        var user = users.find(email).orElseThrow(Administration::unknown);
        var wanted = wanted(form);
        users.wishForEmail(user.id(), wanted, cause);
        var made =
            type.equals("email_change_new")
                ? mail.make(OneTimePurpose.EMAIL_CHANGE_NEW, user.id(), wanted, flow, cause)
                : mail.make(OneTimePurpose.EMAIL_CHANGE_CURRENT, user.id(), email, flow, cause);
        yield answer(users.find(user.id()).orElse(user), type, made);
      }
      default ->
          throw new GoTrueRefusal(
              GoTrueError.VALIDATION_FAILED,
              "Invalid email action link type requested: " + type.replaceAll("\\W", "?"));
    };
  }

  private User signedUp(EmailAddress email, ObjectNode form, Cause cause) {
    var hash = passwords.hash(GoTrueJson.required(form, "password"), null);
    var known = users.find(email);
    if (known.isEmpty()) {
      String metadata = AccountController.metadata(form, "data");
      var id = new UserId(MessageId.next().value());
      return administration.emailTaken(
          () -> users.create(NewUser.unconfirmed(id, email, hash, metadata), cause));
    }
    refuseConfirmed(known.get());
    return users
        .update(known.get().id(), UserChange.own(hash, null), null, cause)
        .orElseThrow(Administration::unknown);
  }

  private User invited(EmailAddress email, ObjectNode form, Cause cause) {
    var known = users.find(email);
    known.ifPresent(AdminLinkController::refuseConfirmed);
    return known.orElseGet(() -> made(email, form, true, cause));
  }

  private User made(EmailAddress email, ObjectNode form, boolean invited, Cause cause) {
    String metadata = AccountController.metadata(form, "data");
    var wanted =
        new NewUser(
            new UserId(MessageId.next().value()),
            email,
            null,
            false,
            invited,
            metadata == null ? "{}" : metadata,
            "{}");
    return administration.emailTaken(() -> users.create(wanted, cause));
  }

  private EmailAddress wanted(ObjectNode form) {
    try {
      var wanted = new EmailAddress(GoTrueJson.required(form, "new_email"));
      if (users.find(wanted).isPresent()) {
        throw new GoTrueRefusal(
            GoTrueError.EMAIL_EXISTS, "A user with this email address has already been registered");
      }
      return wanted;
    } catch (IllegalArgumentException e) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static void refuseConfirmed(User user) {
    if (user.emailConfirmedAt() != null) {
      throw new GoTrueRefusal(
          GoTrueError.EMAIL_EXISTS, "A user with this email address has already been registered");
    }
  }

  /** The user's own fields with the link's beside them, as auth-js takes them apart. */
  private ObjectNode answer(User user, String type, OneTimeMail.Made made) {
    ObjectNode answer = ContractJson.mapper().valueToTree(forms.of(user));
    return answer
        .put("action_link", made.link())
        .put("email_otp", made.token().code())
        .put("hashed_token", made.token().link().value())
        .put("verification_type", type)
        .put("redirect_to", made.redirect().toString());
  }
}
