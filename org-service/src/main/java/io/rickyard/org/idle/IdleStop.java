package io.rickyard.org.idle;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.organization.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What is wanted for a project that nobody uses.
 *
 * @param project which one
 * @param organization whose it is
 * @param principal whose rights count: who asked for it
 * @param after after how long without use it is paused
 * @param usedAt when it was used last, as far as that was told
 * @param asleep whether it is paused because of it, so that a request wakes it
 */
public record IdleStop(
    ProjectRef project,
    OrganizationId organization,
    UserId principal,
    Duration after,
    Instant usedAt,
    boolean asleep) {

  /** Below that, what says that a project is used might come too late. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Beyond that nobody wants it. */
  public static final Duration LONGEST = Duration.ofDays(90);

  /** Checks that nothing is missing. */
  public IdleStop {
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(principal, "principal");
    requireNonNull(after, "after");
    requireNonNull(usedAt, "usedAt");
  }

  /** A time that fits; throws {@link IllegalArgumentException} when it does not. */
  public static Duration fitting(Duration after) {
    if (after.compareTo(SHORTEST) < 0 || after.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A project is stopped after %s to %s without use".formatted(SHORTEST, LONGEST));
    }
    return after.truncatedTo(ChronoUnit.SECONDS);
  }
}
