package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.session.Scope;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.contracts.Actor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The signed-in user and the end of their sessions. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class AccountController {

  private final BearerSession bearer;
  private final Users users;
  private final Sessions sessions;
  private final AccountChange change;
  private final UserForms forms;
  private final RequestCause causes;

  AccountController(
      BearerSession bearer,
      Users users,
      Sessions sessions,
      AccountChange change,
      UserForms forms,
      RequestCause causes) {
    this.bearer = bearer;
    this.users = users;
    this.sessions = sessions;
    this.change = change;
    this.forms = forms;
    this.causes = causes;
  }

  @Get("/user")
  UserForm user(HttpRequest<?> request) {
    return forms.of(bearer.user(bearer.of(request)));
  }

  @Put("/user")
  UserForm update(HttpRequest<?> request, @Nullable @Body String body) {
    var session = bearer.of(request);
    var user = bearer.user(session);
    change.apply(request, session, user, GoTrueJson.object(body));
    return users.find(user.id()).map(forms::of).orElseThrow();
  }

  @Post("/logout")
  @Status(HttpStatus.NO_CONTENT)
  void logout(HttpRequest<?> request, @Nullable @QueryValue String scope) {
    var session = bearer.of(request);
    sessions.end(session, scope(scope), causes.of(request, person(session)));
  }

  static @Nullable EmailAddress email(ObjectNode form) {
    String given = GoTrueJson.text(form, "email");
    try {
      return given == null ? null : new EmailAddress(given);
    } catch (IllegalArgumentException e) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, String.valueOf(e.getMessage()));
    }
  }

  static @Nullable String metadata(ObjectNode form, String field) {
    JsonNode data = form.path(field);
    if (data.isMissingNode() || data.isNull()) {
      return null;
    }
    String json = data.toString();
    if (!data.isObject() || json.contains("\\u0000")) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED, field + " must be an object without null characters");
    }
    return json;
  }

  private static Scope scope(@Nullable String scope) {
    if (scope == null) {
      return Scope.GLOBAL;
    }
    return switch (scope.toLowerCase(Locale.ROOT)) {
      case "global" -> Scope.GLOBAL;
      case "local" -> Scope.LOCAL;
      case "others" -> Scope.OTHERS;
      default ->
          throw new GoTrueRefusal(
              GoTrueError.VALIDATION_FAILED, "Unsupported logout scope, use global, local, others");
    };
  }

  static Actor person(Session session) {
    return new Actor(Actor.Kind.PERSON, session.user().toString(), null);
  }
}
