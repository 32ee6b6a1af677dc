package io.rickyard.org.organization;

import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;

/** What one has to be allowed to make somebody something: owners are owners' own business. */
public final class MemberRules {

  private MemberRules() {}

  /** To give a member who is one thing another. */
  public static Permission toChange(Role from, Role to) {
    return concernsOwners(from) || concernsOwners(to)
        ? Permission.OWNER_CHANGE
        : Permission.MEMBER_CHANGE;
  }

  /** To remove a member; everybody may leave. */
  public static Permission toRemove(Role held) {
    return concernsOwners(held) ? Permission.OWNER_CHANGE : Permission.MEMBER_DELETE;
  }

  /** To invite somebody as something. */
  public static Permission toInvite(Role as) {
    return concernsOwners(as) ? Permission.OWNER_CHANGE : Permission.INVITATION_CREATE;
  }

  private static boolean concernsOwners(Role role) {
    return role == Role.OWNER;
  }
}
