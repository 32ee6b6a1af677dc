package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Role;

/**
 * A member of an organization, as org-service shows it.
 *
 * @param userId who
 * @param role as what
 */
public record MemberView(String userId, Role role) {
  /** Checks that nothing is missing. */
  public MemberView {
    requireNonNull(userId, "user_id");
    requireNonNull(role, "role");
  }
}
