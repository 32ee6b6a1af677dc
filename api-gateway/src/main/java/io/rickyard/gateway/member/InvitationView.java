package io.rickyard.gateway.member;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An invitation, as org-service shows it. */
record InvitationView(
    String id,
    OrganizationId organization,
    Role role,
    @Nullable String email,
    String state,
    String invitedBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Boolean handover,
    @Nullable String token) {
  InvitationView {
    requireNonNull(id, "id");
    requireNonNull(organization, "organization");
    requireNonNull(role, "role");
    requireNonNull(state, "state");
    requireNonNull(invitedBy, "invited_by");
    requireNonNull(createdAt, "created_at");
    requireNonNull(expiresAt, "expires_at");
  }

  /** All of an organization. */
  record All(List<InvitationView> data) {
    All {
      data = List.copyOf(data);
    }
  }

  /**
   * An invitation, as callers see it.
   *
   * @param token its secret, in the one answer that made it
   * @param mail what became of the mail to its address, in the one answer that made it
   * @param url where its holder accepts it: the secret stands behind the number sign, which
   *     browsers keep to themselves
   */
  record Shape(
      String id,
      OrganizationId organization,
      Role role,
      @Nullable String email,
      String state,
      Inviter invitedBy,
      Instant createdAt,
      Instant expiresAt,
      boolean handover,
      @Nullable String token,
      @Nullable String url,
      @Nullable String mail) {}

  /** Who invited. */
  record Inviter(String id, @Nullable String email) {}

  /** As callers see it. */
  Shape shape(Map<String, String> addresses, @Nullable String url, @Nullable String mail) {
    return new Shape(
        id,
        organization,
        role,
        email,
        state,
        new Inviter(invitedBy, addresses.get(invitedBy)),
        createdAt,
        expiresAt,
        Boolean.TRUE.equals(handover),
        token,
        url,
        mail);
  }

  @Override
  public String toString() {
    return "InvitationView[" + id + "]";
  }
}
