package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;
import java.time.Instant;

/**
 * An organization as one of its members sees it.
 *
 * @param id its id, which is also its slug
 * @param name its name, for people
 * @param role what the one who asked is in it
 * @param createdAt when it came into being
 */
public record Organization(OrganizationId id, DisplayName name, Role role, Instant createdAt) {
  /** Checks that nothing required is missing. */
  public Organization {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(role, "role");
    requireNonNull(createdAt, "createdAt");
  }
}
