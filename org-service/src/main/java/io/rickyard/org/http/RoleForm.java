package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Role;

/** A role to be given, on the wire. */
record RoleForm(Role role) {
  RoleForm {
    requireNonNull(role, "role");
  }
}
