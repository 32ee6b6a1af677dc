package io.rickyard.gateway.management;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Who calls, as the Management API tells it. */
@Controller("/v1/profile")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "profile")
final class ProfileController {

  @Get
  @Operation(summary = "Who the shown token belongs to")
  Profile get(@Parameter(hidden = true) Call call) {
    var caller = call.identity().caller();
    String email = caller.email() == null ? "" : caller.email();
    return new Profile(
        caller.subject(), email, email.isEmpty() ? caller.subject() : email, caller.subject());
  }

  /** A user, as the Management API shows it. */
  record Profile(String gotrueId, String primaryEmail, String username, String id) {}
}
