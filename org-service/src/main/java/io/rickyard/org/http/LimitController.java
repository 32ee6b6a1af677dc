package io.rickyard.org.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.acceptance.ProvisionRules;
import io.rickyard.org.organization.Organizations;

/** How much an organization may have. */
@Controller("/organizations/{slug}/limits")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class LimitController {

  private final Organizations organizations;
  private final ProvisionRules rules;

  LimitController(Organizations organizations, ProvisionRules rules) {
    this.organizations = organizations;
    this.rules = rules;
  }

  /** Limits on the wire. */
  record LimitForm(int projects) {}

  @Get
  LimitForm get(Authentication authentication, String slug) {
    var _ = organizations.get(Callers.user(authentication), Reading.organization(slug));
    return new LimitForm(rules.mostProjects());
  }
}
