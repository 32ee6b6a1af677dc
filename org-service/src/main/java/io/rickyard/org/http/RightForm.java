package io.rickyard.org.http;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.Right;

/** A right on the wire. */
record RightForm(OrganizationId organization, Role role) {
  static RightForm of(Right right) {
    return new RightForm(right.organization(), right.role());
  }
}
