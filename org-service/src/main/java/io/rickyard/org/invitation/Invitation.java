package io.rickyard.org.invitation;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.MemberRules;
import io.rickyard.org.organization.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody may become a member once.
 *
 * @param id its id
 * @param organization of which
 * @param role as what
 * @param email whose account alone may accept it; whoever has the link, when there is none
 * @param invitedBy who invited; the invitation is void once they could not invite any more
 * @param createdAt since when
 * @param expiresAt until when
 * @param handover whether whoever invited hands their ownership over with it
 * @param acceptedAt when it was accepted
 * @param revokedAt when it was taken back
 */
public record Invitation(
    InvitationId id,
    OrganizationId organization,
    Role role,
    @Nullable String email,
    UserId invitedBy,
    Instant createdAt,
    Instant expiresAt,
    boolean handover,
    @Nullable Instant acceptedAt,
    @Nullable Instant revokedAt) {

  /** How long one is good when nobody says. */
  public static final Duration USUAL_LIFE = Duration.ofDays(7);

  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
  private static final Duration LONGEST_LIFE = Duration.ofDays(30);
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,255}");

  /** Where an invitation stands. */
  public enum State {
    /** It can be accepted. */
    OPEN,
    /** It was. */
    ACCEPTED,
    /** It was taken back. */
    REVOKED,
    /** Its time is over. */
    EXPIRED,
    /** Who invited may not do so any more. */
    VOID
  }

  /** Checks the parts; throws {@link IllegalArgumentException} when one does not fit. */
  public Invitation {
    requireNonNull(id, "id");
    requireNonNull(organization, "organization");
    requireNonNull(role, "role");
    requireNonNull(invitedBy, "invitedBy");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(expiresAt, "expiresAt");
    if (handover && role != Role.OWNER) {
      throw new IllegalArgumentException("What is handed over is the role of owner");
    }
    if (email != null) {
      email = email.strip().toLowerCase(Locale.ROOT);
      if (!ADDRESS.matcher(email).matches()) {
        throw new IllegalArgumentException("email is no address");
      }
    }
  }

  /** A new one; throws {@link IllegalArgumentException} when it does not fit. */
  public static Invitation open(
      OrganizationId organization,
      Role role,
      @Nullable String email,
      UserId invitedBy,
      Instant now,
      Duration life,
      boolean handover) {
    if (life.compareTo(SHORTEST_LIFE) < 0 || life.compareTo(LONGEST_LIFE) > 0) {
      throw new IllegalArgumentException(
          "expires_in lies between %s and %s".formatted(SHORTEST_LIFE, LONGEST_LIFE));
    }
    return new Invitation(
        InvitationId.next(),
        organization,
        role,
        email,
        invitedBy,
        now,
        now.plus(life),
        handover,
        null,
        null);
  }

  /**
   * Where it stands.
   *
   * @param inviter what the one who invited is in the organization now; nothing, when they left
   */
  public State state(@Nullable Role inviter, Instant now) {
    if (acceptedAt != null) {
      return State.ACCEPTED;
    }
    if (revokedAt != null) {
      return State.REVOKED;
    }
    if (!now.isBefore(expiresAt)) {
      return State.EXPIRED;
    }
    return inviter != null
            && inviter.may(Permission.INVITATION_CREATE)
            && inviter.may(MemberRules.toInvite(role))
        ? State.OPEN
        : State.VOID;
  }

  /** Whether the account with this address may accept it. */
  public boolean isFor(@Nullable String address) {
    return email == null || email.equals(address == null ? null : address.toLowerCase(Locale.ROOT));
  }
}
