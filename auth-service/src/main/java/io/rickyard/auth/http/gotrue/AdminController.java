package io.rickyard.auth.http.gotrue;

import static io.micronaut.http.MediaType.ALL;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.EmailTaken;
import io.rickyard.auth.account.UserChange;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.Actor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Users, for whoever holds the installation's secret key. Without one set, nobody does. */
@Controller("/admin/users")
@Secured(SecurityRule.IS_ANONYMOUS)
@Consumes(ALL)
final class AdminController {

  private static final String BEARER = "Bearer ";
  private static final int MOST_PER_PAGE = 1_000;

  private final Users users;
  private final PasswordChange passwords;
  private final RequestCause causes;
  private final @Nullable String secretKey;

  AdminController(
      Users users,
      PasswordChange passwords,
      RequestCause causes,
      @Nullable @Property(name = "rickyard.installation.secret-key") String secretKey) {
    this.users = users;
    this.passwords = passwords;
    this.causes = causes;
    this.secretKey = secretKey;
  }

  @Get
  HttpResponse<Map<String, Object>> list(
      HttpRequest<?> request,
      @QueryValue(defaultValue = "1") int page,
      @QueryValue(value = "per_page", defaultValue = "50") int perPage) {
    admit(request);
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
                    users.page(page, perPage).stream().map(UserForm::of).toList(),
                    "aud",
                    "authenticated"))
            .header("X-Total-Count", Long.toString(total));
    return response.header("Link", links(page, perPage, last));
  }

  @Get("/{id}")
  UserForm get(HttpRequest<?> request, String id) {
    admit(request);
    return users.find(id(id)).map(UserForm::of).orElseThrow(AdminController::unknown);
  }

  @Post
  UserForm create(HttpRequest<?> request, @Nullable @Body String body) {
    var cause = admit(request);
    var form = GoTrueJson.object(body);
    var email = AccountController.email(form);
    if (email == null) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED, "Cannot create a user without an email");
    }
    var password = passwords.hash(GoTrueJson.text(form, "password"), null);
    return emailTaken(() -> UserForm.of(users.create(email, password, cause)));
  }

  @Put("/{id}")
  UserForm update(HttpRequest<?> request, String id, @Nullable @Body String body) {
    var cause = admit(request);
    var form = GoTrueJson.object(body);
    var change =
        new UserChange(
            AccountController.email(form),
            passwords.hash(GoTrueJson.text(form, "password"), null),
            AccountController.metadata(form, "user_metadata"),
            BanDuration.until(GoTrueJson.text(form, "ban_duration"), cause.at()));
    return emailTaken(() ->
        users
            .update(id(id), change, null, cause)
            .map(UserForm::of)
            .orElseThrow(AdminController::unknown));
  }

  private Cause admit(HttpRequest<?> request) {
    String authorization = request.getHeaders().get("Authorization");
    if (authorization == null || !authorization.startsWith(BEARER)) {
      throw new GoTrueRefusal(
          GoTrueError.NO_AUTHORIZATION, "This endpoint requires a valid Bearer token");
    }
    if (secretKey == null || !same(secretKey, authorization.substring(BEARER.length()).strip())) {
      throw new GoTrueRefusal(GoTrueError.NOT_ADMIN, "User not allowed");
    }
    return causes.of(request, new Actor(Actor.Kind.TOKEN, "installation-secret-key", null));
  }

  private static String links(int page, int perPage, long last) {
    String form = "</admin/users?page=%d&per_page=%d>; rel=\"%s\"";
    String toLast = form.formatted(last, perPage, "last");
    return page < last
        ? String.join(", ", List.of(form.formatted(page + 1, perPage, "next"), toLast))
        : toLast;
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T emailTaken(Supplier<T> work) {
    try {
      return work.get();
    } catch (EmailTaken e) {
      throw new GoTrueRefusal(GoTrueError.EMAIL_EXISTS, String.valueOf(e.getMessage()));
    }
  }

  private static UserId id(String text) {
    try {
      return UserId.parse(text);
    } catch (IllegalArgumentException _) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, "user_id must be an UUID");
    }
  }

  private static GoTrueRefusal unknown() {
    return new GoTrueRefusal(GoTrueError.USER_NOT_FOUND, "User not found");
  }
}
