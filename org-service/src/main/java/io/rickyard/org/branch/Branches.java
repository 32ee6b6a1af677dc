package io.rickyard.org.branch;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.project.Region;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The branches of the projects that a person may know of. A branch whose project shall be gone is
 * none any more.
 */
public interface Branches {

  /**
   * A branch that was promised.
   *
   * @param branch the branch
   * @param acceptance the promise to make its project; the one to bring the parent's migrations
   *     into it is kept here
   */
  record Made(Branch branch, Acceptance acceptance) {}

  /**
   * Accepts a branch: a project with its parent's services, into which the parent's migrations are
   * brought as soon as it runs. One transaction decides about all of it. Needs what making a
   * project takes.
   *
   * @param region where it shall live; where its parent does when left out
   */
  Made make(
      Deed deed,
      ProjectRef parent,
      BranchNote note,
      @Nullable Region region,
      @Nullable IdempotencyKey idempotency);

  /** A project's branches, the oldest first. */
  List<Branch> of(UserId user, ProjectRef parent);

  /** One of them. */
  Branch get(UserId user, BranchId id);

  /** The one that a project is. */
  Branch get(UserId user, ProjectRef project);

  /** Says other things of it; needs what changing its project takes. */
  Branch note(Deed deed, ProjectRef project, UnaryOperator<BranchNote> change);
}
