package io.rickyard.bridge.stream;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for.
 *
 * @param userId who asks; only what this user's organizations own is ever sent
 * @param organization this one only
 * @param project this one only
 * @param task this one only
 * @param kind {@code task} or {@code stack} only
 */
public record Interest(
    String userId,
    @Nullable String organization,
    @Nullable String project,
    @Nullable String task,
    @Nullable String kind) {

  /** Checks that somebody asks. */
  public Interest {
    requireNonNull(userId, "userId");
  }

  /** Which of the user's organizations matter here. */
  Set<String> among(Set<String> organizations) {
    if (organization == null) {
      return organizations;
    }
    return organizations.contains(organization) ? Set.of(organization) : Set.of();
  }

  /** Whether a change is of interest to somebody who may see these organizations. */
  boolean covers(Change change, Set<String> visible) {
    return change.organization() != null && visible.contains(change.organization()) && fits(change);
  }

  /** Whether a change is of interest, should it turn out that it may be seen. */
  boolean fits(Change change) {
    return fits(organization, change.organization())
        && fits(project, change.project())
        && fits(task, change.task())
        && fits(kind, change.kind());
  }

  private static boolean fits(@Nullable String wanted, @Nullable String present) {
    return wanted == null || wanted.equals(present);
  }
}
