package io.rickyard.gateway.management;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.gateway.upstream.MemberClient;
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
  private final MemberClient membership;
  private final Projects projects;

  OrganizationController(
      OrgClient org, AuthClient auth, MemberClient membership, Projects projects) {
    this.org = org;
    this.auth = auth;
    this.membership = membership;
    this.projects = projects;
  }

  @Get
  @Operation(summary = "List the organizations one belongs to")
  List<OrganizationShape> list(@Parameter(hidden = true) Call call) {
    return org.organizations(call).stream()
        .filter(one ->
            call.identity()
                .caller()
                .inScope(Permission.ORGANIZATION_READ, new OrganizationId(one.slug()), null))
        .map(OrganizationShape::of)
        .toList();
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
    return shapes(org.members(Paths.organization(slug), call));
  }

  private List<MemberShape> shapes(List<MemberView> members) {
    var ids = members.stream().map(MemberView::userId).collect(Collectors.toUnmodifiableSet());
    var users =
        auth.users(ids).stream()
            .collect(Collectors.toUnmodifiableMap(UserView::id, Function.identity()));
    return members.stream().map(member -> MemberShape.of(member, users)).toList();
  }

  @Patch("/{slug}/members/{userId}")
  @Operation(
      summary = "Give a member another role",
      description =
          "Administrators may make members administrators, developers or members; making or"
              + " unmaking an owner takes an owner. The last owner stays one.")
  MemberShape change(
      String slug, String userId, @Body RoleChange body, @Parameter(hidden = true) Call call) {
    return shapes(List.of(membership.change(Paths.organization(slug), userId, body, call)))
        .getFirst();
  }

  @Delete("/{slug}/members/{userId}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Remove a member, or leave",
      description =
          "Everybody may remove themself, but not the last owner. Streams end and tasks that are"
              + " still waiting are refused within a second.")
  void remove(String slug, String userId, @Parameter(hidden = true) Call call) {
    membership.remove(Paths.organization(slug), userId, call);
  }

  @Get("/{slug}/entitlements")
  @Operation(
      summary = "What an organization may do",
      description = "The same for all, since nothing is sold; in the hosted platform's words.")
  EntitlementsShape entitlements(String slug, @Parameter(hidden = true) Call call) {
    var organization = Paths.organization(slug);
    return EntitlementsShape.of(org.limits(organization, call).projects());
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
