package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.organization.Members;

/** Changes of who is in an organization. */
@Controller("/organizations/{slug}/members/{user}")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class MemberController {

  private final Members members;

  MemberController(Members members) {
    this.members = members;
  }

  @Patch
  MemberForm change(
      Authentication authentication,
      HttpRequest<?> request,
      String slug,
      String user,
      @Body RoleForm form) {
    return MemberForm.of(
        members.change(
            Callers.deed(authentication, request),
            Reading.organization(slug),
            Reading.member(user),
            form.role()));
  }

  @Delete
  @Status(HttpStatus.NO_CONTENT)
  void remove(Authentication authentication, HttpRequest<?> request, String slug, String user) {
    members.remove(
        Callers.deed(authentication, request), Reading.organization(slug), Reading.member(user));
  }
}
