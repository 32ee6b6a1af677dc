package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Role;

/**
 * A member gets another role.
 *
 * @param role owner, administrator, developer or member
 */
record RoleChange(Role role) {
  RoleChange {
    requireNonNull(role, "role");
  }
}
