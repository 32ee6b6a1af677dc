package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.domain.DomainDesk;
import io.rickyard.org.domain.Domains;
import io.rickyard.org.domain.Standing;
import io.rickyard.org.refusal.Refused;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import org.jspecify.annotations.Nullable;

/** Domains of projects. */
@Controller
@Secured(SecurityRule.IS_AUTHENTICATED)
final class DomainController {

  private final Domains domains;
  private final DomainDesk desk;
  private final Administrators administrators;

  DomainController(Domains domains, DomainDesk desk, Administrators administrators) {
    this.domains = domains;
    this.desk = desk;
    this.administrators = administrators;
  }

  @Get("/projects/{ref}/domains")
  DomainForms.DomainList list(Authentication authentication, HttpRequest<?> request, String ref) {
    var found = domains.of(standing(authentication, request), Reading.project(ref));
    return new DomainForms.DomainList(found.stream().map(DomainForms.DomainForm::of).toList());
  }

  @Post("/projects/{ref}/domains")
  @Status(HttpStatus.CREATED)
  DomainForms.DomainForm claim(
      Authentication authentication,
      HttpRequest<?> request,
      String ref,
      @Body DomainForms.NewDomain form) {
    return DomainForms.DomainForm.of(
        desk.claim(standing(authentication, request), Reading.project(ref), form.domain()));
  }

  @Post("/projects/{ref}/domains/{name}/verify")
  DomainForms.DomainForm verify(
      Authentication authentication,
      HttpRequest<?> request,
      String ref,
      String name,
      @Body DomainForms.@Nullable Verification form) {
    return DomainForms.DomainForm.of(
        desk.prove(
            standing(authentication, request),
            Reading.project(ref),
            Reading.domain(name),
            DomainForms.Verification.of(form)));
  }

  @Delete("/projects/{ref}/domains/{name}")
  @Status(HttpStatus.NO_CONTENT)
  void remove(Authentication authentication, HttpRequest<?> request, String ref, String name) {
    domains.remove(standing(authentication, request), Reading.project(ref), Reading.domain(name));
  }

  /** For the gateway, which asks for whoever calls that host. */
  @Get("/domains/{name}")
  DomainForms.Route route(Authentication authentication, String name) {
    Callers.requireService(authentication);
    return domains
        .routed(Reading.domain(name))
        .map(DomainForms.Route::new)
        .orElseThrow(() -> Refused.notFound("domain"));
  }

  private Standing standing(Authentication authentication, HttpRequest<?> request) {
    return new Standing(
        Callers.deed(authentication, request), administrators.include(Caller.of(authentication)));
  }
}
