package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.organization.Organizations;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Organizations, members and rights. */
@Controller
@Secured(SecurityRule.IS_AUTHENTICATED)
final class OrganizationController {

  private final Organizations organizations;

  OrganizationController(Organizations organizations) {
    this.organizations = organizations;
  }

  @Get("/organizations")
  List<OrganizationForm> list(Authentication authentication) {
    return organizations.of(Callers.user(authentication)).stream()
        .map(OrganizationForm::of)
        .toList();
  }

  @Post("/organizations")
  @Status(HttpStatus.CREATED)
  HttpResponse<OrganizationForm> create(
      Authentication authentication, HttpRequest<?> request, @Body NameForm form) {
    var deed = Callers.deed(authentication, request);
    var made = organizations.create(deed, Callers.idempotencyKey(request), form.displayName());
    return Replays.marked(HttpResponse.created(OrganizationForm.of(made.value())), made);
  }

  @Get("/organizations/{slug}")
  OrganizationForm get(Authentication authentication, String slug) {
    return OrganizationForm.of(
        organizations.get(Callers.user(authentication), Reading.organization(slug)));
  }

  @Get("/organizations/{slug}/members")
  List<MemberForm> members(Authentication authentication, String slug) {
    return organizations.members(Callers.user(authentication), Reading.organization(slug)).stream()
        .map(MemberForm::of)
        .toList();
  }

  @Get("/rights{?organization,project}")
  RightForm right(
      Authentication authentication,
      @Nullable @QueryValue String organization,
      @Nullable @QueryValue String project) {
    var user = Callers.user(authentication);
    if (project != null) {
      return RightForm.of(organizations.right(user, Reading.project(project)));
    }
    if (organization != null) {
      return RightForm.of(organizations.right(user, Reading.organization(organization)));
    }
    throw new Refused(Refusal.INVALID, "Name an organization or a project");
  }

  /**
   * Of many at once, for who has tasks for many; those that do not know the caller are left out.
   */
  @Post("/rights")
  List<RightForm> rights(Authentication authentication, @Body RightsQuestion question) {
    return organizations.rights(Callers.user(authentication), question.ids()).stream()
        .map(RightForm::of)
        .toList();
  }
}
