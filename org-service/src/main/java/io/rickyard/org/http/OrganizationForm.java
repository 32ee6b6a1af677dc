package io.rickyard.org.http;

import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.Organization;
import java.time.Instant;

/** An organization on the wire. */
record OrganizationForm(String id, String slug, String name, Role role, Instant createdAt) {
  static OrganizationForm of(Organization organization) {
    String id = organization.id().value();
    return new OrganizationForm(
        id, id, organization.name().value(), organization.role(), organization.createdAt());
  }
}
