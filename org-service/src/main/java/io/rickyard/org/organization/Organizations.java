package io.rickyard.org.organization;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The organizations and who is in them. What the one who asks is no member of does not exist for
 * them: {@link io.rickyard.org.refusal.Refused} with {@link
 * io.rickyard.org.refusal.Refusal#NOT_FOUND}.
 */
public interface Organizations {

  /** Those of which this person is a member, the oldest first. */
  List<Organization> of(UserId user);

  /** One of them. */
  Organization get(UserId user, OrganizationId id);

  /** Its members, by the time they joined. */
  List<Member> members(UserId user, OrganizationId id);

  /**
   * Makes one; whoever makes it owns it.
   *
   * @param key under which a repetition finds the first one
   */
  Once<Organization> create(Deed deed, @Nullable IdempotencyKey key, DisplayName name);

  /** What this person is in the organization. */
  Right right(UserId user, OrganizationId id);

  /** What this person is in those of these organizations that know them. */
  List<Right> rights(UserId user, Set<OrganizationId> ids);

  /** What this person is on the project: the stronger of their role and what teams give them. */
  Right right(UserId user, ProjectRef project);
}
