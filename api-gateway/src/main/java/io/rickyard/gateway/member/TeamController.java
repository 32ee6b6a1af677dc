package io.rickyard.gateway.member;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.TeamClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Collectors;

/** Teams: members who act as more than members on the projects that their team was given. */
@Controller("/v1/organizations/{slug}/teams")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "organizations")
final class TeamController {

  private final TeamClient teams;
  private final Addresses addresses;

  TeamController(TeamClient teams, Addresses addresses) {
    this.teams = teams;
    this.addresses = addresses;
  }

  /** All of an organization. */
  record Teams(List<TeamView.TeamShape> data) {}

  @Get
  @Operation(summary = "List an organization's teams, with their members and projects")
  Teams list(String slug, @Parameter(hidden = true) Call call) {
    var found = teams.teams(organization(slug), call).as(TeamView.All.class).data();
    var known =
        addresses.of(
            found.stream()
                .flatMap(team -> team.members().stream())
                .collect(Collectors.toUnmodifiableSet()));
    return new Teams(found.stream().map(team -> team.shape(known)).toList());
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Create a team",
      description =
          "A team raises rights and never lowers them: a member of the organization who is in it"
              + " acts on the projects it was given as what it was given them for, if their own role"
              + " is weaker.")
  HttpResponse<TeamView.TeamShape> create(
      String slug, @Body NewTeam body, @Parameter(hidden = true) Call call) {
    var answer = teams.create(organization(slug), body, call);
    return answer.marked(HttpResponse.created(shape(answer)));
  }

  @Get("/{team}")
  @Operation(summary = "Get a team")
  TeamView.TeamShape get(String slug, String team, @Parameter(hidden = true) Call call) {
    return shape(teams.team(organization(slug), team, call));
  }

  @Patch("/{team}")
  @Operation(summary = "Give a team another name; its slug stays")
  TeamView.TeamShape rename(
      String slug, String team, @Body TeamName body, @Parameter(hidden = true) Call call) {
    return shape(teams.rename(organization(slug), team, body, call));
  }

  @Delete("/{team}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Delete a team, and with it what it gave",
      description = "Tasks that its members asked for and that still wait are refused.")
  void delete(String slug, String team, @Parameter(hidden = true) Call call) {
    teams.delete(organization(slug), team, call);
  }

  @Put("/{team}/members/{userId}")
  @Operation(summary = "Take a member of the organization into a team")
  TeamView.TeamShape add(
      String slug, String team, String userId, @Parameter(hidden = true) Call call) {
    return shape(teams.member("PUT", organization(slug), team, userId, call));
  }

  @Delete("/{team}/members/{userId}")
  @Operation(
      summary = "Take somebody out of a team",
      description =
          "What the team let them do they may do no more within a second, and tasks of theirs that"
              + " still wait are refused.")
  TeamView.TeamShape remove(
      String slug, String team, String userId, @Parameter(hidden = true) Call call) {
    return shape(teams.member("DELETE", organization(slug), team, userId, call));
  }

  @Put("/{team}/projects/{ref}")
  @Operation(
      summary = "Give a team a project, or another role on one it has",
      description = "role is developer or member: what administrators may is no project's alone.")
  TeamView.TeamShape give(
      String slug,
      String team,
      String ref,
      @Body TeamRole body,
      @Parameter(hidden = true) Call call) {
    return shape(teams.project("PUT", organization(slug), team, project(ref), body, call));
  }

  @Delete("/{team}/projects/{ref}")
  @Operation(summary = "Take a project from a team")
  TeamView.TeamShape take(
      String slug, String team, String ref, @Parameter(hidden = true) Call call) {
    return shape(teams.project("DELETE", organization(slug), team, project(ref), null, call));
  }

  private TeamView.TeamShape shape(Answer answer) {
    var team = answer.as(TeamView.class);
    return team.shape(
        addresses.of(team.members().stream().collect(Collectors.toUnmodifiableSet())));
  }

  private static OrganizationId organization(String slug) {
    try {
      return new OrganizationId(slug);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Organization not found");
    }
  }

  private static ProjectRef project(String ref) {
    try {
      return new ProjectRef(ref);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Project not found");
    }
  }
}
