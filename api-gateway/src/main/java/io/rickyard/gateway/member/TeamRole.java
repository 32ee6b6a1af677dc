package io.rickyard.gateway.member;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Role;

/**
 * Gives a team a project.
 *
 * @param role as what its members may act there: developer, or member, which adds nothing to what
 *     everybody sees
 */
record TeamRole(Role role) {
  TeamRole {
    requireNonNull(role, "role");
  }
}
