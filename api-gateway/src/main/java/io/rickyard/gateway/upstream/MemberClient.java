package io.rickyard.gateway.upstream;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.util.Map;

/** Changes of who is in an organization, and invitations, at org-service. */
@Singleton
public final class MemberClient {

  private static final Target ORGANIZATIONS = Target.of(Upstream.ORG, "/organizations");
  private static final Target INVITATIONS = Target.of(Upstream.ORG, "/invitations");

  private final InternalHttp http;

  MemberClient(InternalHttp http) {
    this.http = http;
  }

  /** Gives a member another role. */
  public MemberView change(OrganizationId organization, String user, Object role, Call call) {
    return http.send("PATCH", member(organization, user), role, call).as(MemberView.class);
  }

  /** Ends a membership. */
  public void remove(OrganizationId organization, String user, Call call) {
    http.send("DELETE", member(organization, user), null, call);
  }

  /** An organization's invitations. */
  public Answer invitations(OrganizationId organization, Call call) {
    return http.get(invitationsOf(organization), call);
  }

  /** Invites somebody; the answer is the only place that shows the link's secret. */
  public Answer invite(OrganizationId organization, Object invitation, Call call) {
    return http.once(invitationsOf(organization), invitation, call);
  }

  /** Takes an invitation back. */
  public void revoke(OrganizationId organization, String id, Call call) {
    http.send("DELETE", invitationsOf(organization).segment(id), null, call);
  }

  /** What a link offers. */
  public Answer look(String token, Call call) {
    return http.send("POST", INVITATIONS.segment("look"), Map.of("token", token), call);
  }

  /** Accepts an invitation for the caller. */
  public Answer accept(String token, Call call) {
    return http.send("POST", INVITATIONS.segment("accept"), Map.of("token", token), call);
  }

  private static Target member(OrganizationId organization, String user) {
    return ORGANIZATIONS.segment(organization.value()).segment("members").segment(user);
  }

  private static Target invitationsOf(OrganizationId organization) {
    return ORGANIZATIONS.segment(organization.value()).segment("invitations");
  }
}
