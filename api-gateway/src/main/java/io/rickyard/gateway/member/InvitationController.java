package io.rickyard.gateway.member;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.MemberClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Invitations into an organization. */
@Controller("/v1/organizations/{slug}/invitations")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "organizations")
final class InvitationController {

  private final MemberClient members;
  private final Addresses addresses;
  private final InvitationMail mail;
  private final String installation;

  InvitationController(
      MemberClient members,
      Addresses addresses,
      InvitationMail mail,
      @Value("${rickyard.installation.url:}") String installation) {
    this.members = members;
    this.addresses = addresses;
    this.mail = mail;
    this.installation = installation;
  }

  /** All of an organization. */
  record Shapes(List<InvitationView.Shape> data) {}

  @Get
  @Operation(
      summary = "List an organization's invitations, the newest first",
      description =
          "state is open, accepted, revoked, expired, or void when who invited may not any more.")
  Shapes list(String slug, @Parameter(hidden = true) Call call) {
    var found = members.invitations(organization(slug), call).as(InvitationView.All.class).data();
    var known = addresses(found);
    return new Shapes(found.stream().map(one -> one.shape(known, null, null)).toList());
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Invite somebody; this answer is the only place that shows the link",
      description =
          "The link is good once. With an email only the account of that address can use it, and it"
              + " is sent there: mail says smtp, mailbox where mail stays in this installation, none"
              + " where there is no mail, or failed. Then hand the link over yourself."
              + " Repeated under the same Idempotency-Key it makes no second invitation and answers"
              + " the first without its link, with Rickyard-Replayed: true.")
  HttpResponse<InvitationView.Shape> create(
      String slug, @Body NewInvitation body, @Parameter(hidden = true) Call call) {
    var answer = members.invite(organization(slug), body, call);
    var made = answer.as(InvitationView.class);
    String link = url(made.token());
    String email = made.email();
    String sent = email == null || link == null ? null : mail.send(made, email, link, call);
    return answer
        .marked(HttpResponse.created(made.shape(addresses(List.of(made)), link, sent)))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Delete("/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Take an invitation back; its link opens nothing from then on")
  void revoke(String slug, String id, @Parameter(hidden = true) Call call) {
    members.revoke(organization(slug), id, call);
  }

  private @Nullable String url(@Nullable String token) {
    return token == null || installation.isBlank()
        ? null
        : installation.replaceFirst("/+$", "") + "/#/invitation/" + token;
  }

  private Map<String, String> addresses(List<InvitationView> invitations) {
    return addresses.of(
        invitations.stream()
            .map(InvitationView::invitedBy)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static OrganizationId organization(String slug) {
    try {
      return new OrganizationId(slug);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Organization not found");
    }
  }
}
