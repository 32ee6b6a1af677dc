package io.rickyard.gateway.member;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.MemberClient;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Invitations, for who was given the link. */
@Controller("/v1/invitations")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "organizations")
final class OfferController {

  private final MemberClient members;

  OfferController(MemberClient members) {
    this.members = members;
  }

  @Post("/look")
  @Operation(
      summary = "See what an invitation's link offers, without accepting it",
      description =
          "A link that is used, over or taken back, and one for another address than the caller's,"
              + " are all answered 404.")
  HttpResponse<byte[]> look(@Body ShownInvitation body, @Parameter(hidden = true) Call call) {
    return json(members.look(body.token(), call));
  }

  @Post("/accept")
  @Operation(summary = "Accept an invitation; the caller is a member from then on")
  HttpResponse<byte[]> accept(@Body ShownInvitation body, @Parameter(hidden = true) Call call) {
    return json(members.accept(body.token(), call));
  }

  private static HttpResponse<byte[]> json(Answer answer) {
    return HttpResponse.ok(answer.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
