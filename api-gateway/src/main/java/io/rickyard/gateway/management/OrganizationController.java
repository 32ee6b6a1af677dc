package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.gateway.upstream.MemberView;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.OrganizationView;
import io.rickyard.gateway.upstream.UserView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Organizations, as the Management API has them. */
@Controller("/v1/organizations")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "organizations")
final class OrganizationController {

  private final OrgClient org;
  private final AuthClient auth;
  private final Projects projects;

  OrganizationController(OrgClient org, AuthClient auth, Projects projects) {
    this.org = org;
    this.auth = auth;
    this.projects = projects;
  }

  @Get
  @Operation(summary = "List the organizations one belongs to")
  List<OrganizationShape> list(@Parameter(hidden = true) Call call) {
    return org.organizations(call).stream().map(OrganizationShape::of).toList();
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(summary = "Create an organization; its creator becomes its owner")
  HttpResponse<OrganizationShape> create(
      @Body NameRequest body, @Parameter(hidden = true) Call call) {
    var answer = org.create(body.name(), call);
    return answer.marked(
        HttpResponse.created(OrganizationShape.of(answer.as(OrganizationView.class))));
  }

  @Get("/{slug}")
  @Operation(summary = "Get an organization")
  OrganizationShape.Detailed get(String slug, @Parameter(hidden = true) Call call) {
    return OrganizationShape.Detailed.of(org.organization(Paths.organization(slug), call));
  }

  @Get("/{slug}/members")
  @Operation(summary = "List an organization's members")
  List<MemberShape> members(String slug, @Parameter(hidden = true) Call call) {
    List<MemberView> members = org.members(Paths.organization(slug), call);
    var ids = members.stream().map(MemberView::userId).collect(Collectors.toUnmodifiableSet());
    var users =
        auth.users(ids).stream()
            .collect(Collectors.toUnmodifiableMap(UserView::id, Function.identity()));
    return members.stream().map(member -> MemberShape.of(member, users)).toList();
  }

  @Get("/{slug}/projects")
  @Operation(summary = "List an organization's projects")
  OrganizationProjectsShape projects(
      String slug,
      @QueryValue(defaultValue = "100") int limit,
      @QueryValue(defaultValue = "0") int offset,
      @Parameter(hidden = true) Call call) {
    var organization = Paths.organization(slug);
    org.organization(organization, call);
    return OrganizationProjectsShape.of(
        projects.list(organization, call), Math.clamp(limit, 1, 100), Math.max(0, offset));
  }
}
