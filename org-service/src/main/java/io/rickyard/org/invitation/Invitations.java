package io.rickyard.org.invitation;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.Right;
import io.rickyard.org.organization.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The invitations that were made. */
public interface Invitations {

  /** One with where it stands. */
  record Standing(Invitation invitation, Invitation.State state) {
    /** Checks that nothing is missing. */
    public Standing {
      requireNonNull(invitation, "invitation");
      requireNonNull(state, "state");
    }
  }

  /** What the holder of a link sees before accepting. */
  record Offer(Invitation invitation, DisplayName organization) {
    /** Checks that nothing is missing. */
    public Offer {
      requireNonNull(invitation, "invitation");
      requireNonNull(organization, "organization");
    }
  }

  /**
   * Keeps a new one.
   *
   * @param key under which a repetition finds the first one
   * @param hash what is stored of its secret
   */
  Once<InvitationId> add(
      Deed deed, @Nullable IdempotencyKey key, Invitation invitation, byte[] hash);

  /** One of an organization. */
  Standing get(UserId user, OrganizationId organization, InvitationId id);

  /** All that an organization made lately, the newest first. */
  List<Standing> of(UserId user, OrganizationId organization);

  /** Takes one back; one that is not open any more stays as it is. */
  void revoke(Deed deed, OrganizationId organization, InvitationId id);

  /** What a secret offers; nothing, when the invitation is not open or not for this address. */
  Offer offer(InvitationSecret secret, @Nullable String address);

  /**
   * Makes whoever asks a member, once.
   *
   * @param address the address of their account
   */
  Right accept(Deed deed, InvitationSecret secret, @Nullable String address);
}
