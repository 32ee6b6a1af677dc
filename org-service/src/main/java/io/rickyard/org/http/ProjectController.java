package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.org.project.Projects;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Projects as they shall be. */
@Controller("/projects")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class ProjectController {

  private final Projects projects;

  ProjectController(Projects projects) {
    this.projects = projects;
  }

  @Get("{?organization}")
  List<ProjectForm> list(Authentication authentication, @Nullable @QueryValue String organization) {
    return projects
        .of(
            Callers.user(authentication),
            Optional.ofNullable(organization).map(Reading::organization))
        .stream()
        .map(ProjectForm::of)
        .toList();
  }

  @Get("/{ref}")
  ProjectForm get(Authentication authentication, String ref) {
    return ProjectForm.of(projects.get(Callers.user(authentication), Reading.project(ref)));
  }

  /** A policy on the wire; null leaves it to the installation. */
  record DriftForm(@Nullable DriftPolicy policy) {}

  @Put("/{ref}/drift-policy")
  ProjectForm choose(
      Authentication authentication, HttpRequest<?> request, String ref, @Body DriftForm form) {
    var deed = Callers.deed(authentication, request);
    return ProjectForm.of(projects.choose(deed, Reading.project(ref), form.policy()));
  }

  @Patch("/{ref}")
  ProjectForm rename(
      Authentication authentication, HttpRequest<?> request, String ref, @Body NameForm form) {
    var deed = Callers.deed(authentication, request);
    return ProjectForm.of(projects.rename(deed, Reading.project(ref), form.displayName()));
  }
}
