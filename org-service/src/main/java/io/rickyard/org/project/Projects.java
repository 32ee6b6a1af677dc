package io.rickyard.org.project;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The projects that a person may know of. Others do not exist for them: {@link
 * io.rickyard.org.refusal.Refused} with {@link io.rickyard.org.refusal.Refusal#NOT_FOUND}.
 */
public interface Projects {

  /**
   * Those that shall not be gone, of one organization or of all of this person's, the oldest first.
   */
  List<Project> of(UserId user, Optional<OrganizationId> organization);

  /** One of them; also one that shall be gone, so that its end can be watched. */
  Project get(UserId user, ProjectRef ref);

  /** Gives it another name; needs the role of a developer. */
  Project rename(Deed deed, ProjectRef ref, DisplayName name);

  /**
   * Decides what is done about its drift; needs the role of a developer.
   *
   * @param policy null leaves it to the installation
   */
  Project choose(Deed deed, ProjectRef ref, @Nullable DriftPolicy policy);
}
