package io.rickyard.gateway.member;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Role;
import org.jspecify.annotations.Nullable;

/**
 * Invites somebody.
 *
 * @param role what they become: owner, administrator, developer or member
 * @param email whose account alone may accept; left out, whoever has the link may
 * @param expiresIn how long it is good, such as P7D (the usual), from a minute to 30 days
 * @param handover whether the inviter, an owner, becomes an administrator when it is accepted: the
 *     transfer of an organization
 */
record NewInvitation(
    Role role, @Nullable String email, @Nullable String expiresIn, @Nullable Boolean handover) {
  NewInvitation {
    requireNonNull(role, "role");
  }
}
