package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.NewUser;
import io.rickyard.auth.account.UserChange;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Users, for whoever holds the installation's secret key. Without one set, nobody does. */
@Controller("/admin/users")
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class AdminController {

  private static final int MOST_PER_PAGE = 1_000;

  private final Users users;
  private final PasswordChange passwords;
  private final Administration administration;
  private final UserForms forms;

  AdminController(
      Users users, PasswordChange passwords, Administration administration, UserForms forms) {
    this.users = users;
    this.passwords = passwords;
    this.administration = administration;
    this.forms = forms;
  }

  @Get
  HttpResponse<Map<String, Object>> list(
      HttpRequest<?> request,
      @QueryValue(defaultValue = "1") int page,
      @QueryValue(value = "per_page", defaultValue = "50") int perPage) {
    administration.admit(request);
    if (page < 1 || perPage < 1 || perPage > MOST_PER_PAGE) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED, "page starts at 1, per_page lies between 1 and 1000");
    }
    long total = users.count();
    long last = Math.max(1, (total + perPage - 1) / perPage);
    var response =
        HttpResponse.<Map<String, Object>>ok(
                Map.of(
                    "users",
                    users.page(page, perPage).stream().map(forms::of).toList(),
                    "aud",
                    "authenticated"))
            .header("X-Total-Count", Long.toString(total));
    return response.header("Link", links(page, perPage, last));
  }

  @Get("/{id}")
  UserForm get(HttpRequest<?> request, String id) {
    administration.admit(request);
    return users.find(id(id)).map(forms::of).orElseThrow(Administration::unknown);
  }

  @Post
  UserForm create(HttpRequest<?> request, @Nullable @Body String body) {
    var cause = administration.admit(request);
    var form = GoTrueJson.object(body);
    var email = AccountController.email(form);
    if (email == null) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED, "Cannot create a user without an email");
    }
    var wanted =
        new NewUser(
            new UserId(MessageId.next().value()),
            email,
            passwords.hash(GoTrueJson.text(form, "password"), null),
            form.path("email_confirm").asBoolean(true),
            false,
            orEmpty(AccountController.metadata(form, "user_metadata")),
            orEmpty(AccountController.metadata(form, "app_metadata")));
    return administration.emailTaken(() -> forms.of(users.create(wanted, cause)));
  }

  @Put("/{id}")
  UserForm update(HttpRequest<?> request, String id, @Nullable @Body String body) {
    var cause = administration.admit(request);
    var form = GoTrueJson.object(body);
    var change =
        new UserChange(
            AccountController.email(form),
            passwords.hash(GoTrueJson.text(form, "password"), null),
            AccountController.metadata(form, "user_metadata"),
            AccountController.metadata(form, "app_metadata"),
            BanDuration.until(GoTrueJson.text(form, "ban_duration"), cause.at()),
            form.path("email_confirm").asBoolean(false));
    return administration.emailTaken(() ->
        users
            .update(id(id), change, null, cause)
            .map(forms::of)
            .orElseThrow(Administration::unknown));
  }

  @Delete("/{id}")
  Map<String, Object> delete(HttpRequest<?> request, String id, @Nullable @Body String body) {
    var cause = administration.admit(request);
    boolean soft =
        body != null
            && !body.isBlank()
            && GoTrueJson.object(body).path("should_soft_delete").asBoolean(false);
    if (soft) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED,
          "Users are deleted for good; to keep one from signing in, set ban_duration");
    }
    if (!users.delete(id(id), cause)) {
      throw Administration.unknown();
    }
    return Map.of();
  }

  private static String links(int page, int perPage, long last) {
    String form = "</admin/users?page=%d&per_page=%d>; rel=\"%s\"";
    String toLast = form.formatted(last, perPage, "last");
    return page < last
        ? String.join(", ", List.of(form.formatted(page + 1, perPage, "next"), toLast))
        : toLast;
  }

  private static String orEmpty(@Nullable String metadata) {
    return metadata == null ? "{}" : metadata;
  }

  private static UserId id(String text) {
    return new UserId(SecondFactors.id(text, "user_id"));
  }
}
