package io.rickyard.auth.http;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.account.InstallationAdministrators;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.List;
import java.util.Optional;

/** Who administers the installation, for those who do. */
@Controller("/internal/administrators")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class AdministratorController {

  private final InstallationAdministrators kept;
  private final Users users;
  private final Administrators administrators;
  private final RequestCause causes;

  AdministratorController(
      InstallationAdministrators kept,
      Users users,
      Administrators administrators,
      RequestCause causes) {
    this.kept = kept;
    this.users = users;
    this.administrators = administrators;
    this.causes = causes;
  }

  /** An administrator on the wire. */
  @Introspected
  record ShownAdministrator(String id, String email) {
    static ShownAdministrator of(User user) {
      return new ShownAdministrator(user.id().toString(), user.emailText());
    }
  }

  @Introspected
  record ShownAdministrators(List<ShownAdministrator> data) {}

  @Get
  ShownAdministrators list(Authentication authentication) {
    administrators.require(Caller.of(authentication));
    return new ShownAdministrators(kept.all().stream().map(ShownAdministrator::of).toList());
  }

  @Put("/{who}")
  ShownAdministrator make(HttpRequest<?> request, Authentication authentication, String who) {
    var cause = admitted(request, authentication);
    var user = meant(who);
    if (user.emailConfirmedAt() == null) {
      throw new RequestRefused(
          ErrorCode.CONFLICT, "The account has no confirmed address: whose it is, nobody knows");
    }
    kept.make(user.id(), cause);
    return ShownAdministrator.of(user);
  }

  @Delete("/{who}")
  @Status(HttpStatus.NO_CONTENT)
  void unmake(HttpRequest<?> request, Authentication authentication, String who) {
    var cause = admitted(request, authentication);
    switch (kept.unmake(meant(who).id(), cause)) {
      case DONE -> {}
      case WAS_NONE -> throw new RequestRefused(ErrorCode.NOT_FOUND, "They are no administrator");
      case IS_LAST ->
          throw new RequestRefused(
              ErrorCode.CONFLICT, "They are the last administrator; make another one before");
    }
  }

  private Cause admitted(HttpRequest<?> request, Authentication authentication) {
    var caller = Caller.of(authentication);
    administrators.require(caller);
    return causes.of(request, caller.actor());
  }

  private User meant(String who) {
    return found(who)
        .orElseThrow(() ->
            new RequestRefused(ErrorCode.NOT_FOUND, "There is no account of this id or address"));
  }

  private Optional<User> found(String who) {
    try {
      return who.contains("@") ? users.find(new EmailAddress(who)) : users.find(UserId.parse(who));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
