package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.invitation.Invitation;
import io.rickyard.org.invitation.InvitationSecret;
import io.rickyard.org.invitation.Invitations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Invitations on the wire. */
final class InvitationForms {

  private InvitationForms() {}

  /** An invitation to be made. */
  record NewInvitation(
      Role role, @Nullable String email, @Nullable String expiresIn, @Nullable Boolean handover) {
    NewInvitation {
      requireNonNull(role, "role");
    }

    Duration life() {
      return Reading.of(() -> {
        try {
          return expiresIn == null ? Invitation.USUAL_LIFE : Duration.parse(expiresIn);
        } catch (DateTimeParseException e) {
          throw new IllegalArgumentException("expires_in is a duration such as P7D", e);
        }
      });
    }
  }

  /** An invitation; the token is there once, in the answer that made it. */
  record InvitationForm(
      String id,
      OrganizationId organization,
      Role role,
      @Nullable String email,
      String state,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt,
      boolean handover,
      @Nullable String token) {
    static InvitationForm of(Invitations.Standing standing, @Nullable InvitationSecret secret) {
      var invitation = standing.invitation();
      return new InvitationForm(
          invitation.id().toString(),
          invitation.organization(),
          invitation.role(),
          invitation.email(),
          standing.state().name().toLowerCase(Locale.ROOT),
          invitation.invitedBy().toString(),
          invitation.createdAt(),
          invitation.expiresAt(),
          invitation.handover(),
          secret == null ? null : secret.text());
    }
  }

  /** All of an organization. */
  record InvitationList(List<InvitationForm> data) {}

  /** What a link ends with. */
  record Shown(String token) {
    Shown {
      requireNonNull(token, "token");
    }

    InvitationSecret secret() {
      return Reading.of(() -> new InvitationSecret(token));
    }
  }

  /** What is offered to the holder of a link. */
  record OfferForm(
      OrganizationId organization,
      String organizationName,
      Role role,
      String invitedBy,
      Instant expiresAt) {
    static OfferForm of(Invitations.Offer offer) {
      var invitation = offer.invitation();
      return new OfferForm(
          invitation.organization(),
          offer.organization().value(),
          invitation.role(),
          invitation.invitedBy().toString(),
          invitation.expiresAt());
    }
  }
}
