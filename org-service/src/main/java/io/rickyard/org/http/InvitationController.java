package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.invitation.Invitation;
import io.rickyard.org.invitation.InvitationSecret;
import io.rickyard.org.invitation.Invitations;
import io.rickyard.service.identity.Caller;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Invitations into organizations, for who makes them and for who got one. */
@Controller
@Secured(SecurityRule.IS_AUTHENTICATED)
final class InvitationController {

  private final Invitations invitations;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  InvitationController(Invitations invitations, Clock clock) {
    this.invitations = invitations;
    this.clock = clock;
  }

  @Get("/organizations/{slug}/invitations")
  InvitationForms.InvitationList list(Authentication authentication, String slug) {
    var found = invitations.of(Callers.user(authentication), Reading.organization(slug));
    return new InvitationForms.InvitationList(
        found.stream().map(one -> InvitationForms.InvitationForm.of(one, null)).toList());
  }

  @Post("/organizations/{slug}/invitations")
  @Status(HttpStatus.CREATED)
  HttpResponse<InvitationForms.InvitationForm> create(
      Authentication authentication,
      HttpRequest<?> request,
      String slug,
      @Body InvitationForms.NewInvitation form) {
    var deed = Callers.deed(authentication, request);
    var organization = Reading.organization(slug);
    var secret = InvitationSecret.generate(random);
    var wanted =
        Reading.of(() ->
            Invitation.open(
                organization,
                form.role(),
                form.email(),
                deed.principal(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                form.life(),
                Boolean.TRUE.equals(form.handover())));
    var made = invitations.add(deed, Callers.idempotencyKey(request), wanted, secret.hash());
    var standing = invitations.get(deed.principal(), organization, made.value());
    return Replays.marked(
        HttpResponse.created(
            InvitationForms.InvitationForm.of(standing, made.replayed() ? null : secret)),
        made);
  }

  @Delete("/organizations/{slug}/invitations/{id}")
  @Status(HttpStatus.NO_CONTENT)
  void revoke(Authentication authentication, HttpRequest<?> request, String slug, String id) {
    invitations.revoke(
        Callers.deed(authentication, request), Reading.organization(slug), Reading.invitation(id));
  }

  @Post("/invitations/look")
  InvitationForms.OfferForm look(Authentication authentication, @Body InvitationForms.Shown shown) {
    var _ = Callers.user(authentication);
    return InvitationForms.OfferForm.of(
        invitations.offer(shown.secret(), Caller.of(authentication).email()));
  }

  @Post("/invitations/accept")
  RightForm accept(
      Authentication authentication, HttpRequest<?> request, @Body InvitationForms.Shown shown) {
    var deed = Callers.deed(authentication, request);
    return RightForm.of(
        invitations.accept(deed, shown.secret(), Caller.of(authentication).email()));
  }
}
