package io.rickyard.org.schedule;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.DisplayName;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that somebody asks for.
 *
 * @param organization whose it will be; may be left out when the task's project says so
 * @param name its name, for people
 * @param timing when it is due
 * @param task what each occurrence asks for
 * @param needsAdministrator whether each waits where only administrators may put it
 * @param missed what becomes of missed occurrences
 * @param overlap what becomes of an occurrence while the task before runs
 */
public record NewSchedule(
    @Nullable OrganizationId organization,
    DisplayName name,
    Timing timing,
    ScheduledTask task,
    boolean needsAdministrator,
    MissedRuns missed,
    Overlap overlap) {
  /** Checks that it belongs somewhere. */
  public NewSchedule {
    requireNonNull(name, "name");
    requireNonNull(timing, "timing");
    requireNonNull(task, "task");
    requireNonNull(missed, "missed");
    requireNonNull(overlap, "overlap");
    if (organization == null && task.project() == null) {
      throw new IllegalArgumentException("A schedule's task names its organization or its project");
    }
  }
}
