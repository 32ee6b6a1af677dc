package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;

/**
 * What somebody is in an organization, or on one of its projects.
 *
 * @param organization which one
 * @param role as what
 */
public record Right(OrganizationId organization, Role role) {
  /** Checks that nothing required is missing. */
  public Right {
    requireNonNull(organization, "organization");
    requireNonNull(role, "role");
  }
}
