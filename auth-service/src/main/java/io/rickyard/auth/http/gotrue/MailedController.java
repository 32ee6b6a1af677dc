package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.signin.MailedSignIn;
import io.rickyard.contracts.json.ContractJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked for and comes by mail. Whether an address is known, no answer tells. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class MailedController {

  private final MailedSignIn mailed;
  private final MailDuty mail;
  private final Flows flows;
  private final BearerSession bearer;
  private final RequestCause causes;

  MailedController(
      MailedSignIn mailed, MailDuty mail, Flows flows, BearerSession bearer, RequestCause causes) {
    this.mailed = mailed;
    this.mail = mail;
    this.flows = flows;
    this.bearer = bearer;
    this.causes = causes;
  }

  @Post("/otp")
  Map<String, Object> otp(HttpRequest<?> request, @Nullable @Body String body) {
    return magicLink(request, body);
  }

  @Post("/magiclink")
  Map<String, Object> magicLink(HttpRequest<?> request, @Nullable @Body String body) {
    var form = GoTrueJson.object(body);
    GoTrueJson.refusePhone(form);
    var email = GoTrueJson.email(form);
    JsonNode create = form.path("create_user");
    if (!create.isMissingNode() && !create.isNull() && !create.isBoolean()) {
      throw new GoTrueRefusal(GoTrueError.BAD_JSON, "create_user must be true or false");
    }
    String metadata = AccountController.metadata(form, "data");
    var flow = flows.of(request, form);
    mail.check();
    MailDuty.limit(
        mailed.magicLink(email, create.asBoolean(true), metadata, flow, causes.anonymous(request)));
    return Map.of();
  }

  @Post("/recover")
  Map<String, Object> recover(HttpRequest<?> request, @Nullable @Body String body) {
    var form = GoTrueJson.object(body);
    var email = GoTrueJson.email(form);
    var flow = flows.of(request, form);
    mail.check();
    MailDuty.limit(mailed.recovery(email, flow, causes.anonymous(request)));
    return Map.of();
  }

  @Post("/resend")
  Map<String, Object> resend(HttpRequest<?> request, @Nullable @Body String body) {
    var form = GoTrueJson.object(body);
    GoTrueJson.refusePhone(form);
    String type = GoTrueJson.required(form, "type");
    var email = GoTrueJson.email(form);
    var flow = flows.of(request, form);
    var cause = causes.anonymous(request);
    mail.check();
    MailDuty.limit(
        switch (type) {
          case "signup" -> mailed.confirmation(email, flow, cause);
          case "email_change" -> mailed.changeAgain(email, flow, cause);
          default ->
              throw new GoTrueRefusal(
                  GoTrueError.VALIDATION_FAILED,
                  "Missing one of these types: signup, email_change");
        });
    return Map.of();
  }

  @Get("/reauthenticate")
  Map<String, Object> reauthenticate(HttpRequest<?> request) {
    var session = bearer.of(request);
    var user = bearer.user(session);
    var email = user.email();
    if (email == null) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED, "Reauthentication requires the user to have an email");
    }
    mail.check();
    var flow = flows.of(request, ContractJson.mapper().createObjectNode());
    var cause = causes.of(request, AccountController.person(session));
    MailDuty.limit(mailed.reauthentication(user, email, flow, cause));
    return Map.of();
  }
}
