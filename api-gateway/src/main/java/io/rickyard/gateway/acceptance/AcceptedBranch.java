package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.gateway.upstream.BranchView;

/**
 * A branch that was promised.
 *
 * @param branch the branch
 * @param project the promise to make its project
 */
public record AcceptedBranch(BranchView branch, Accepted project) {
  /** Checks that nothing is missing. */
  public AcceptedBranch {
    requireNonNull(branch, "branch");
    requireNonNull(project, "project");
  }
}
