package io.rickyard.org.organization;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.organization.Role;

/** Who is in an organization, and as what. An organization always has an owner. */
public interface Members {

  /** Gives a member another role. */
  Member change(Deed deed, OrganizationId organization, UserId user, Role role);

  /** Ends a membership; everybody may end their own. */
  void remove(Deed deed, OrganizationId organization, UserId user);
}
