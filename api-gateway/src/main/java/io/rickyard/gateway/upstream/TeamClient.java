package io.rickyard.gateway.upstream;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Teams of organizations, at org-service. */
@Singleton
public final class TeamClient {

  private static final Target ORGANIZATIONS = Target.of(Upstream.ORG, "/organizations");

  private final InternalHttp http;

  TeamClient(InternalHttp http) {
    this.http = http;
  }

  /** All of an organization. */
  public Answer teams(OrganizationId organization, Call call) {
    return http.get(teamsOf(organization), call);
  }

  /** Makes one. */
  public Answer create(OrganizationId organization, Object team, Call call) {
    return http.once(teamsOf(organization), team, call);
  }

  /** One of them. */
  public Answer team(OrganizationId organization, String team, Call call) {
    return http.get(team(organization, team), call);
  }

  /** Gives it another name. */
  public Answer rename(OrganizationId organization, String team, Object name, Call call) {
    return http.send("PATCH", team(organization, team), name, call);
  }

  /** Deletes it. */
  public void delete(OrganizationId organization, String team, Call call) {
    http.send("DELETE", team(organization, team), null, call);
  }

  /** Takes a member in, or out where the method is DELETE. */
  public Answer member(
      String method, OrganizationId organization, String team, String user, Call call) {
    return http.send(method, team(organization, team).segment("members").segment(user), null, call);
  }

  /** Gives it a project, or takes it where the method is DELETE. */
  public Answer project(
      String method,
      OrganizationId organization,
      String team,
      ProjectRef project,
      @Nullable Object role,
      Call call) {
    var target = team(organization, team).segment("projects").segment(project.value());
    return http.send(method, target, role, call);
  }

  private static Target teamsOf(OrganizationId organization) {
    return ORGANIZATIONS.segment(organization.value()).segment("teams");
  }

  private static Target team(OrganizationId organization, String team) {
    return teamsOf(organization).segment(team);
  }
}
