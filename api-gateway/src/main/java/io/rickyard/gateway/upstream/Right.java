package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;

/**
 * What a caller is in an organization.
 *
 * @param organization which one
 * @param role as what
 */
public record Right(OrganizationId organization, Role role) {
  /** Checks that nothing is missing. */
  public Right {
    requireNonNull(organization, "organization");
    requireNonNull(role, "role");
  }
}
