package io.rickyard.auth.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.http.TokenForms.FoundUser;
import io.rickyard.auth.http.TokenForms.Lookup;
import io.rickyard.auth.http.TokenForms.NewSignInCode;
import io.rickyard.auth.http.TokenForms.SignInCode;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.SignInCodes;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Users, for the other services: single-use codes for them, and the addresses behind ids. */
@Controller("/internal")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class UserController {

  private static final Duration CODE = Duration.ofMinutes(15);

  private final Users users;
  private final SignInCodes codes;
  private final RequestCause causes;
  private final SecureRandom random;
  private final Clock clock;

  UserController(
      Users users, SignInCodes codes, RequestCause causes, SecureRandom random, Clock clock) {
    this.users = users;
    this.codes = codes;
    this.causes = causes;
    this.random = random;
    this.clock = clock;
  }

  @Post("/sign-in-codes")
  @Status(HttpStatus.CREATED)
  SignInCode code(
      HttpRequest<?> request, Authentication authentication, @Body NewSignInCode wanted) {
    var caller = Caller.of(authentication);
    var user = meant(caller, wanted).orElseThrow(UserController::unknown);
    if (caller.kind() != Caller.Kind.SERVICE && !user.id().toString().equals(caller.subject())) {
      throw unknown();
    }
    var code = OpaqueToken.next(OpaqueToken.Kind.CODE, random);
    var expiresAt = clock.instant().plus(CODE);
    codes.add(code, user.id(), expiresAt, causes.of(request, caller.actor()));
    return new SignInCode(code.value(), expiresAt);
  }

  @Post("/users/lookup")
  List<FoundUser> lookup(@Body Lookup lookup) {
    List<UserId> ids = new ArrayList<>();
    for (String id : lookup.ids()) {
      ids.add(parsed(id));
    }
    return users.all(ids).stream()
        .map(user -> new FoundUser(user.id().toString(), user.emailText()))
        .toList();
  }

  private Optional<User> meant(Caller caller, NewSignInCode wanted) {
    var id = wanted.userId();
    var email = wanted.email();
    if (id != null && email != null) {
      throw invalid("user_id or email, not both");
    }
    if (email != null) {
      return users.find(address(email));
    }
    if (id != null) {
      return users.find(parsed(id));
    }
    return users.find(Callers.user(caller));
  }

  private static EmailAddress address(String email) {
    try {
      return new EmailAddress(email);
    } catch (IllegalArgumentException _) {
      throw invalid("email is no address");
    }
  }

  private static UserId parsed(String id) {
    try {
      return UserId.parse(id);
    } catch (IllegalArgumentException _) {
      throw invalid("A user's id is a UUID");
    }
  }

  private static RequestRefused invalid(String detail) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, detail);
  }

  private static RequestRefused unknown() {
    return new RequestRefused(ErrorCode.NOT_FOUND, "There is no such user");
  }
}
