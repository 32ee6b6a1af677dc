package io.rickyard.gateway.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.audit.AcceptedDeeds;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.call.CallHeaders;
import io.rickyard.gateway.upstream.SsoClient;
import io.rickyard.gateway.upstream.SsoProviderView;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;

/**
 * Who signs people of a project in by SAML. Its auth service keeps providers and changes them; that
 * takes effect at once, so nothing here is a task.
 */
@Controller("/v1/projects/{ref}/config/auth/sso/providers")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "projects")
final class SsoController {

  private final SsoClient providers;
  private final WorkerClient worker;
  private final StackContents contents;
  private final Projects projects;
  private final RightsCache rights;
  private final AcceptedDeeds deeds;

  SsoController(
      SsoClient providers,
      WorkerClient worker,
      StackContents contents,
      Projects projects,
      RightsCache rights,
      AcceptedDeeds deeds) {
    this.providers = providers;
    this.worker = worker;
    this.contents = contents;
    this.projects = projects;
    this.rights = rights;
    this.deeds = deeds;
  }

  /** Providers, all there are. */
  record Providers(List<SsoProviderView> items) {
    Providers {
      items = List.copyOf(items);
    }
  }

  @Get
  @Operation(summary = "List a project's SAML providers, without their metadata")
  HttpResponse<Providers> list(String ref, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.SECRET_READ, call);
    if (!SettingSection.AUTH.in(projects.desired(project, call).profile())) {
      return contents.marked(
          HttpResponse.ok(new Providers(List.of())), project, SettingSection.AUTH, call);
    }
    var answer = HttpResponse.ok(new Providers(providers.list(project, call)));
    return enabled(project, call)
        ? answer
        : answer.header(CallHeaders.NOT_APPLIED, "The project's auth service has SAML disabled");
  }

  private boolean enabled(ProjectRef project, Call call) {
    return "true"
        .equals(worker.settings(project, SettingSection.AUTH, call).values().get("saml_enabled"));
  }

  @Get("/{providerId}")
  @Operation(summary = "Show one of a project's SAML providers")
  HttpResponse<SsoProviderView> get(
      String ref, String providerId, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    rights.require(project, Permission.SECRET_READ, call);
    if (!SettingSection.AUTH.in(projects.desired(project, call).profile())) {
      throw missing(providerId);
    }
    return HttpResponse.ok(providers.get(project, known(providerId), call));
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Add a SAML provider",
      description =
          "Refused where the project's auth service has SAML disabled. Metadata that is named by"
              + " its address is fetched by that service, from within the stack's network.")
  HttpResponse<SsoProviderView> add(
      String ref, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var provider = SsoProviderRequest.added(body);
    var changeable = contents.changeable(project, SettingSection.AUTH, call);
    var made = providers.add(project, provider, call);
    audit("project.sso_provider_added", project, made, changeable.organization(), call);
    return HttpResponse.created(made);
  }

  @Put("/{providerId}")
  @Operation(summary = "Change a SAML provider; what is not named stays, but for name_id_format")
  HttpResponse<SsoProviderView> update(
      String ref, String providerId, @Body ObjectNode body, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var provider = SsoProviderRequest.checked(body);
    var changeable = contents.changeable(project, SettingSection.AUTH, call);
    var changed = providers.change("PUT", project, known(providerId), provider, call);
    audit("project.sso_provider_changed", project, changed, changeable.organization(), call);
    return HttpResponse.ok(changed);
  }

  @Delete("/{providerId}")
  @Operation(summary = "Remove a SAML provider; its people sign in no more")
  HttpResponse<SsoProviderView> remove(
      String ref, String providerId, @Parameter(hidden = true) Call call) {
    var project = Paths.project(ref);
    var changeable = contents.changeable(project, SettingSection.AUTH, call);
    var removed = providers.change("DELETE", project, known(providerId), null, call);
    audit("project.sso_provider_removed", project, removed, changeable.organization(), call);
    return HttpResponse.ok(removed);
  }

  private void audit(
      String action,
      ProjectRef project,
      SsoProviderView provider,
      OrganizationId organization,
      Call call) {
    deeds.accepted(
        action, project.value(), organization, project, provider.saml().entityId(), call);
  }

  private static String known(String id) {
    try {
      return UUID.fromString(id).toString();
    } catch (IllegalArgumentException _) {
      throw missing(id);
    }
  }

  private static RequestRefused missing(String id) {
    return new RequestRefused(ErrorCode.NOT_FOUND, "The project has no SSO provider " + id);
  }
}
