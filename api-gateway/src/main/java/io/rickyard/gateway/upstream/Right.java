package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;

/**
 * What a caller is in an organization, or on one of its projects.
 *
 * @param organization which one
 * @param role as what; on a project the stronger of the organization's role and the teams'
 */
public record Right(OrganizationId organization, Role role) {
  /** Checks that nothing is missing. */
  public Right {
    requireNonNull(organization, "organization");
    requireNonNull(role, "role");
  }
}
