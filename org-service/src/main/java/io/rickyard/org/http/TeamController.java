package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
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
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.team.Team;
import io.rickyard.org.team.Teams;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Teams of organizations. */
@Controller("/organizations/{slug}/teams")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class TeamController {

  private final Teams teams;
  private final Clock clock;

  TeamController(Teams teams, Clock clock) {
    this.teams = teams;
    this.clock = clock;
  }

  @Get
  TeamForms.TeamList list(Authentication authentication, String slug) {
    var found = teams.of(Callers.user(authentication), Reading.organization(slug));
    return new TeamForms.TeamList(found.stream().map(TeamForms.TeamForm::of).toList());
  }

  @Post
  @Status(HttpStatus.CREATED)
  HttpResponse<TeamForms.TeamForm> create(
      Authentication authentication,
      HttpRequest<?> request,
      String slug,
      @Body TeamForms.NewTeam form) {
    var deed = Callers.deed(authentication, request);
    var organization = Reading.organization(slug);
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var wanted = Reading.of(() -> Team.made(organization, form.teamSlug(), form.displayName(), at));
    var made = teams.create(deed, Callers.idempotencyKey(request), wanted);
    var team = teams.get(deed.principal(), organization, made.value());
    return Replays.marked(HttpResponse.created(TeamForms.TeamForm.of(team)), made);
  }

  @Get("/{team}")
  TeamForms.TeamForm get(Authentication authentication, String slug, String team) {
    return TeamForms.TeamForm.of(
        teams.get(Callers.user(authentication), Reading.organization(slug), Reading.team(team)));
  }

  @Patch("/{team}")
  TeamForms.TeamForm rename(
      Authentication authentication,
      HttpRequest<?> request,
      String slug,
      String team,
      @Body NameForm form) {
    return TeamForms.TeamForm.of(
        teams.rename(
            Callers.deed(authentication, request),
            Reading.organization(slug),
            Reading.team(team),
            form.displayName()));
  }

  @Delete("/{team}")
  @Status(HttpStatus.NO_CONTENT)
  void delete(Authentication authentication, HttpRequest<?> request, String slug, String team) {
    teams.delete(
        Callers.deed(authentication, request), Reading.organization(slug), Reading.team(team));
  }

  @Put("/{team}/members/{user}")
  TeamForms.TeamForm add(
      Authentication authentication,
      HttpRequest<?> request,
      String slug,
      String team,
      String user) {
    return TeamForms.TeamForm.of(
        teams.add(
            Callers.deed(authentication, request),
            Reading.organization(slug),
            Reading.team(team),
            Reading.member(user)));
  }

  @Delete("/{team}/members/{user}")
  TeamForms.TeamForm remove(
      Authentication authentication,
      HttpRequest<?> request,
      String slug,
      String team,
      String user) {
    return TeamForms.TeamForm.of(
        teams.remove(
            Callers.deed(authentication, request),
            Reading.organization(slug),
            Reading.team(team),
            Reading.member(user)));
  }

  @Put("/{team}/projects/{ref}")
  TeamForms.TeamForm give(
      Authentication authentication,
      HttpRequest<?> request,
      String slug,
      String team,
      String ref,
      @Body RoleForm form) {
    return TeamForms.TeamForm.of(
        teams.give(
            Callers.deed(authentication, request),
            Reading.organization(slug),
            Reading.team(team),
            Reading.project(ref),
            Reading.of(() -> Team.checked(form.role()))));
  }

  @Delete("/{team}/projects/{ref}")
  TeamForms.TeamForm take(
      Authentication authentication, HttpRequest<?> request, String slug, String team, String ref) {
    return TeamForms.TeamForm.of(
        teams.take(
            Callers.deed(authentication, request),
            Reading.organization(slug),
            Reading.team(team),
            Reading.project(ref)));
  }
}
