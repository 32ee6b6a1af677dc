package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Role;
import java.time.Instant;

/**
 * A person in an organization.
 *
 * @param user who
 * @param role as what
 * @param joinedAt since when
 */
public record Member(UserId user, Role role, Instant joinedAt) {
  /** Checks that nothing required is missing. */
  public Member {
    requireNonNull(user, "user");
    requireNonNull(role, "role");
    requireNonNull(joinedAt, "joinedAt");
  }
}
