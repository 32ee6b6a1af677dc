package io.rickyard.org.branch;

import static java.util.Objects.requireNonNull;

import io.rickyard.org.organization.DisplayName;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a branch.
 *
 * @param name what it is called, as no other branch of its parent is
 * @param gitBranch the branch of the repository that it stands for
 * @param pullRequest the pull request that it is for, from 1
 * @param persistent whether it is meant to stay when its pull request is closed
 */
public record BranchNote(
    DisplayName name,
    @Nullable String gitBranch,
    @Nullable Integer pullRequest,
    boolean persistent) {

  private static final int LONGEST_GIT_BRANCH = 255;

  /** Checks the ranges. */
  public BranchNote {
    requireNonNull(name, "name");
    if (gitBranch != null
        && (gitBranch.isBlank()
            || gitBranch.length() > LONGEST_GIT_BRANCH
            || gitBranch.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException(
          "git_branch has 1 to %d characters, none of them a control character"
              .formatted(LONGEST_GIT_BRANCH));
    }
    if (pullRequest != null && pullRequest < 1) {
      throw new IllegalArgumentException("pr_number starts at 1");
    }
  }
}
